import { z } from 'zod';
import { keptIndexes, type IncrementReport } from '#lib/platform/backup/incremental/increment.ts';
import { writeIncrement } from '#lib/platform/backup/incremental/write-increment.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';
import { atDestination, type BackupRuntime } from './backup-depot.ts';
import { noteStates } from './note-states.ts';

const inputSchema = z.object({
  destinationId: z.guid(),
  /** States that stay at the destination, the new one included. */
  keep: z.int().min(1).max(keptIndexes).default(keptIndexes),
});

/** How Tasks that back up are named. */
export const backUp = { kind: 'backups.write', inputSchema };

/**
 * The Task that sends to a destination what has changed in the installation since the last backup there (pdk-41), and lets go of
 * states beyond those that are kept: with one kept, what was erased before is in no backup there any more. Run again after a kill
 * it goes on: pieces that have arrived are not sent twice. Errors: `state_conflict` (no key), those of the depot.
 */
export function backUpTask(runtime: BackupRuntime) {
  return defineTaskKind({ ...backUp, run: (ctx, input) => run(ctx, input, runtime) });
}

function run(
  ctx: TaskContext,
  { destinationId, keep }: z.infer<typeof inputSchema>,
  runtime: BackupRuntime,
): Promise<IncrementReport> {
  return atDestination(ctx, { destinationId, runtime }, async (store) => {
    const report = await writeIncrement({
      runtime,
      store,
      now: ctx.now(),
      signal: ctx.signal,
      keep,
      onProgress: (done, total, message) => {
        ctx.progress(done, total, message);
      },
    });
    const { rows, files, sentPieces, sentBytes, keptPieces, removedPieces } = report;
    ctx.logLine(
      'info',
      `${String(rows)} rows and ${String(files)} files are there; ${String(sentPieces)} pieces (${String(sentBytes)} bytes) were sent, ${String(keptPieces)} were there already, ${String(removedPieces)} that no state names any more were removed.`,
    );
    await noteStates(ctx, { store, destinationId });
    return report;
  });
}
