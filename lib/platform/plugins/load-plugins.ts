import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { Problem } from '../problems/problem.ts';
import { joinPlugins, type Plugin, type Plugins } from './plugin.ts';

const hookSchema = z.custom<NonNullable<Plugin['inspectPoint']>>((value) => typeof value === 'function');

const moduleSchema = z.object({
  default: z.strictObject({ name: z.string().min(1).max(100), inspectPoint: hookSchema.optional() }),
});

/**
 * Loads the modules that `CAIRN_PLUGINS` names, in their order; paths are relative to the folder the process runs in.
 * Throws `config_invalid` when one is not there, fails, or exports something other than a plug-in: a platform that runs
 * without the plug-in it was told to use would store what the plug-in was to change.
 */
export async function loadPlugins(paths: readonly string[]): Promise<Plugins> {
  const plugins: Plugin[] = [];
  for (const path of paths) plugins.push(await loadPlugin(path));
  return joinPlugins(plugins);
}

async function loadPlugin(path: string): Promise<Plugin> {
  let loaded: unknown;
  try {
    // A bundler must leave this alone: the file is known when the process runs, not when it is built.
    loaded = await import(/* turbopackIgnore: true */ /* webpackIgnore: true */ pathToFileURL(resolve(path)).href);
  } catch (error) {
    throw unusable(path, `could not be loaded: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  const parsed = moduleSchema.safeParse(loaded);
  if (!parsed.success)
    throw unusable(path, 'has no default export { name, inspectPoint }; every hook is a function', parsed.error);
  const { name, inspectPoint } = parsed.data.default;
  return { name, ...(inspectPoint && { inspectPoint }) };
}

function unusable(path: string, what: string, cause: unknown): Problem {
  return new Problem('config_invalid', {
    detail: `The configuration cannot be used:\n  CAIRN_PLUGINS names ${path}, which ${what}`,
    fields: { CAIRN_PLUGINS: `names ${path}, which ${what}` },
    cause,
  });
}
