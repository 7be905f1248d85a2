import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#lib/platform/context.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import {
  addSourceToTasks,
  countResultFiles,
  countRunningTasks,
  markResultRemoved,
  replaceSourceInTasks,
  selectResultFiles,
  updateTitlesOf,
  type NamelessTitles,
} from '../data/source-tasks.sql.ts';

// What erasing, merging and splitting ask of Tasks that are about a source; they have checked the verb.

type Scope = Pick<Context, 'db' | 'organizationId'>;

const pollMs = 500;

/** What old Tasks about an erased source are called. English, as titles are kept. */
const erasedTitles: NamelessTitles = {
  kinds: {
    'sources.merge': 'Merge of a source that was erased',
    'sources.split': 'Split of a source that was erased',
    'exports.personal': 'Personal report of a source that was erased',
  },
  other: 'Work on a source that was erased',
};

/** Finished archives and reports that hold data of a source. */
export function countSourceResults(scope: Scope, sourceId: string): Promise<number> {
  return countResultFiles(scope, sourceId);
}

/**
 * Removes the archives and reports that hold data of an erased source, whoever else is in them, and takes its name out of the
 * titles of Tasks (pdk-43). One that is being made is waited for: it began before. Gives the number of files; safe to repeat.
 */
export async function forgetSourceInTasks(ctx: TaskContext, sourceId: string): Promise<number> {
  for (;;) {
    const running = await countRunningTasks(ctx, sourceId);
    if (running === 0) break;
    ctx.progress(0, null, `Waits until ${String(running)} exports are finished.`);
    await wait(pollMs, undefined, { signal: ctx.signal });
  }
  const files = await selectResultFiles(ctx, sourceId);
  for (const { taskId, blobKey } of files) {
    // The bytes first: a row that names a file that is gone is found again, a file without a row never would be.
    await ctx.blobs.remove(blobKey);
    await markResultRemoved(ctx, { taskId, at: ctx.now() });
  }
  await updateTitlesOf(ctx, sourceId, erasedTitles);
  return files.length;
}

/** After a merge: archives that hold data of the one that is gone hold the other's; in the caller's transaction. */
export function mergeSourceTasks(scope: Scope, pair: { readonly from: string; readonly to: string }): Promise<void> {
  return replaceSourceInTasks(scope, pair);
}

/** Before a split: archives of the whole hold data of the part too. Safe to repeat. */
export function splitSourceTasks(scope: Scope, pair: { readonly from: string; readonly to: string }): Promise<void> {
  return addSourceToTasks(scope, pair);
}
