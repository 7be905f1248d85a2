import type { PluginHooks } from './plugin-hooks.ts';
import { HookRegistry } from './hook-registry.ts';

/** A JSON object of unknown content. */
export type JsonObject = Record<string, unknown>;

/**
 * Code of an installation's own that Cairn calls at set moments; the default export of a module named in `CAIRN_PLUGINS`.
 * Runs with everything the process may do: it is trusted as Cairn itself is.
 */
export interface Plugin extends PluginHooks {
  /** Names it in log lines and in the quarantine. */
  readonly name: string;
  /**
   * Looks at a point before it is stored, whichever door it came by, also when it is replayed from the quarantine: what
   * `PDK_INSPECT_DATA_POINT_AT_INGEST` was (passive-data-kit.md, section 1.6, rule 3). Gives the point to store in its
   * place, or undefined to store it digit by digit as it was sent. The same point must give the same answer each time,
   * for a repeat is known by the content that is stored. Throwing puts the point into the quarantine. Called for every
   * point, so it must be quick and wait for nothing.
   */
  readonly inspectPoint?: (point: JsonObject) => JsonObject | undefined;
}

/** What came of looking at a point: undefined stands for "as it was sent". */
export type PointInspector = (point: JsonObject) => JsonObject | undefined;

/** The plug-ins of a process, hook by hook; null where none has the hook. */
export interface Plugins {
  readonly inspectPoint: PointInspector | null;
  /** All other hooks. */
  readonly hooks: HookRegistry;
}

/** A process without plug-ins. */
export const noPlugins: Plugins = { inspectPoint: null, hooks: new HookRegistry([]) };

/** A plug-in that failed, named; the cause is what it threw. */
export class PluginError extends Error {}

/** Makes one hook of the same hook of several plug-ins: each sees what the one before it gave. */
export function joinPlugins(plugins: readonly Plugin[]): Plugins {
  const inspectors = plugins.flatMap(({ name, inspectPoint }) => (inspectPoint ? [named(name, inspectPoint)] : []));
  const hooks = new HookRegistry(plugins);
  if (inspectors.length === 0) return { inspectPoint: null, hooks };
  return {
    hooks,
    inspectPoint: (point) =>
      inspectors.reduce<JsonObject | undefined>((changed, inspect) => inspect(changed ?? point) ?? changed, undefined),
  };
}

/** The hook of one plug-in; whatever it throws, or gives that is no object, is a {@link PluginError}. */
function named(name: string, inspect: PointInspector): PointInspector {
  return (point) => {
    let changed: unknown;
    try {
      changed = inspect(point);
    } catch (error) {
      throw new PluginError(`The plug-in "${name}" failed at this point.`, { cause: error });
    }
    if (changed === undefined || isObject(changed)) return changed;
    throw new PluginError(`The plug-in "${name}" gave something that is no object for this point.`);
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
