import type { Database } from '../db/database.ts';
import type { Logger } from '../log/log.ts';
import type { HookRegistry } from './hook-registry.ts';
import { replacePluginStates } from './plugin-states.sql.ts';

/** Errors are written together, at most this often, ms. */
const gatherMs = 2000;
/** Of the errors of one plug-in only the first of each so many is logged. */
const errorsPerLogLine = 1000;

export interface PluginHost {
  readonly db: Database;
  readonly log: Logger;
  /** Which kind of process this is. */
  readonly process: string;
}

/** Logs errors of hooks and keeps them where the System page reads them; the result ends it and writes the last word. */
export function watchPlugins({ db, log, process }: PluginHost, hooks: HookRegistry): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const write = async () => {
    timer = undefined;
    try {
      const failed = hooks.states.filter(({ errorCount }) => errorCount > 0);
      await db.pool.outsideTransaction(() => replacePluginStates(db, process, failed));
    } catch (error) {
      log.warn({ err: error }, 'how the plug-ins are could not be written');
    }
  };
  hooks.onError = (error, { plugin, lastHook, errorCount }) => {
    if (errorCount % errorsPerLogLine === 1) log.error({ err: error, plugin, hook: lastHook }, 'a plug-in failed');
    timer ??= setTimeout(() => void write(), gatherMs).unref();
  };
  return async () => {
    hooks.onError = null;
    if (timer === undefined) return;
    clearTimeout(timer);
    await write();
  };
}
