import { z } from 'zod';
import type { IncrementStore } from '#lib/platform/backup/incremental/increment-store.ts';
import { checkIncrement, type RestoredIncrement } from '#lib/platform/backup/incremental/read-increment.ts';
import { tryRestore } from '#lib/platform/backup/incremental/try-restore.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';
import { noteCheck, noteRestore } from '../../data/backups.sql.ts';
import { atDestination, type BackupRuntime } from './backup-depot.ts';
import { noteStates } from './note-states.ts';

const inputSchema = z.object({
  destinationId: z.guid(),
  /** File of the index of a state; null: the newest. */
  state: z.string().nullable(),
});

/** How Tasks that look into backups are named. */
export const checkBackup = { kind: 'backups.check', inputSchema };
export const tryBackup = { kind: 'backups.try-restore', inputSchema };

/**
 * The Task that opens every piece of a state and counts what is in it (pdk-41). It fails, and the page says so, when something is
 * damaged, gone or sealed with another key. Errors: `state_conflict` (no key), `input_invalid`, `not_found`, those of the depot.
 */
export function checkBackupTask(runtime: BackupRuntime) {
  return defineTaskKind({
    ...checkBackup,
    run: (ctx, input) =>
      look(ctx, { ...input, runtime, note: noteCheck }, (store, state) =>
        checkIncrement(store, state, (done, total) => {
          ctx.progress(done, total, 'Opens pieces.');
        }),
      ),
  });
}

/**
 * The Task that restores a state into a database of its own, which is thrown away, and compares every window with what its index
 * says (pdk-41). Errors: as {@link checkBackupTask}, and `state_conflict` when no other database can be made.
 */
export function tryRestoreTask(runtime: BackupRuntime) {
  return defineTaskKind({
    ...tryBackup,
    run: (ctx, input) =>
      look(ctx, { ...input, runtime, note: noteRestore }, (store, state) => {
        ctx.progress(0, null, 'Restores into a database of its own.');
        return tryRestore(runtime.config, store, state);
      }),
  });
}

interface Looking extends z.infer<typeof inputSchema> {
  readonly runtime: BackupRuntime;
  readonly note: typeof noteCheck;
}

function look(
  ctx: TaskContext,
  { destinationId, state, runtime, note }: Looking,
  work: (store: IncrementStore, state: string) => Promise<RestoredIncrement>,
): Promise<RestoredIncrement> {
  return atDestination(ctx, { destinationId, runtime }, async (store) => {
    await noteStates(ctx, { store, destinationId });
    const name = state ?? (await store.listIndexes())[0];
    if (name === undefined) throw new Problem('not_found', { detail: 'There is no backup at this place.' });
    const found = { destinationId, name };
    try {
      const report = await work(store, name);
      await note(ctx, { ...found, at: ctx.now(), error: null });
      const { writtenAt, rows, files } = report;
      ctx.logLine('info', `The state of ${writtenAt} is whole: ${String(rows)} rows, ${String(files)} files.`);
      return report;
    } catch (error) {
      if (tellsOfState(error)) await note(ctx, { ...found, at: ctx.now(), error: error.message });
      throw error;
    }
  });
}

/** Something is wrong with what lies there; not with the line to it, the installation, or the person's patience. */
function tellsOfState(error: unknown): error is Problem {
  return error instanceof Problem && (error.code === 'input_invalid' || error.code === 'not_found');
}
