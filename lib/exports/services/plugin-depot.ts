import type { Depot, DepotFile, DepotRun } from '#lib/platform/depots/depot.ts';
import type { HookRegistry } from '#lib/platform/plugins/hook-registry.ts';
import type { PluginDestination } from '#lib/platform/plugins/plugin-hooks.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import type { DestinationSecrets, DestinationSettings } from '../domain/destination.ts';

type PluginSettings = Extract<DestinationSettings, { kind: 'plugin' }>;

/** The destinations that plug-ins of the installation offer (pdk-44). */
export function destinationsOfPlugins(hooks: HookRegistry): PluginDestination[] {
  return hooks.plugins.flatMap(({ destinations }) => destinations ?? []);
}

/** The destination of a plug-in. Throws `destination_refused` when no plug-in has it (any more). */
export function findPluginDestination(kind: string, hooks: HookRegistry): PluginDestination {
  const found = destinationsOfPlugins(hooks).find((destination) => destination.kind === kind);
  if (found) return found;
  throw new Problem('destination_refused', {
    detail: `No plug-in of this installation has the destination "${kind}".`,
  });
}

/** Throws `destination_refused` when no plug-in has the destination, `input_invalid` when something it asks for is missing. */
export function requireParameters(
  { plugin, parameters }: PluginSettings,
  { secrets, hooks }: { readonly secrets: DestinationSecrets; readonly hooks: HookRegistry },
): void {
  for (const { name, title, isSecret } of findPluginDestination(plugin, hooks).parameters) {
    const value = isSecret ? secrets.parameters?.[name] : parameters[name];
    if (value !== undefined && value !== '') continue;
    const detail = `"${title}" is missing.`;
    throw new Problem('input_invalid', {
      detail,
      fields: { [`${isSecret ? 'secrets' : 'settings'}.parameters.${name}`]: detail },
    });
  }
}

/**
 * A depot whose files a plug-in takes. Nothing is read back: how it makes sure of what arrived is the plug-in's. What it throws
 * is worth another try. Errors: `destination_refused` for everything but putting.
 */
export function createPluginDepot(
  { plugin, parameters }: PluginSettings,
  { secrets, hooks }: { readonly secrets: DestinationSecrets; readonly hooks: HookRegistry },
): Depot {
  const destination = findPluginDestination(plugin, hooks);
  const onlyPuts = () =>
    Promise.reject(new Problem('destination_refused', { detail: 'This destination only takes files.' }));
  return {
    async put(file: DepotFile, run: DepotRun) {
      const { path, sizeBytes, sha256 } = file;
      const { signal } = run;
      const content = await file.open(0);
      const all = { ...parameters, ...secrets.parameters };
      try {
        await destination.send({ path, sizeBytes, sha256, content, parameters: all, signal });
      } catch (error) {
        signal.throwIfAborted();
        throw refusedBy(destination, error);
      } finally {
        content.destroy();
      }
      run.arrived(sizeBytes);
      return { sizeBytes, check: 'plugin' };
    },
    open: onlyPuts,
    list: onlyPuts,
    remove: onlyPuts,
    close: () => Promise.resolve(),
  };
}

/** A failure of the store that the archive comes from stays what it is. */
function refusedBy({ title }: PluginDestination, error: unknown): Problem {
  const problem = toProblem(error);
  if (problem.code !== 'internal') return problem;
  const detail = `${title}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 500);
  return new Problem('destination_unavailable', { detail, cause: error });
}
