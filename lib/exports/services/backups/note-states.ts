import type { IncrementStore } from '#lib/platform/backup/incremental/increment-store.ts';
import { piecesOf } from '#lib/platform/backup/incremental/increment.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { insertBackupState, keepBackupStates, selectStateNames } from '../../data/backups.sql.ts';
import { tablesOf } from '../../domain/backup.ts';

/**
 * Looks which states lie at a destination and notes them for the page: those that are gone are forgotten, and those that nobody
 * noted (written by the command line, or before a restore) are looked into.
 */
export async function noteStates(
  ctx: TaskContext,
  { store, destinationId }: { readonly store: IncrementStore; readonly destinationId: string },
): Promise<void> {
  const names = await store.listIndexes();
  await keepBackupStates(ctx, { destinationId, names });
  const known = new Set(await selectStateNames(ctx, destinationId));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  ctx.progress(0, null, 'Measures what lies there.');
  const sizes = await store.pieceSizes();
  for (const name of unknown) {
    const index = await store.openIndex(name);
    const pieces = new Set(piecesOf(index).map((piece) => piece.name));
    await insertBackupState(ctx, {
      destinationId,
      name,
      writtenAt: new Date(index.writtenAt),
      rows: index.windows.reduce((sum, { rows }) => sum + rows, 0),
      files: index.files.length,
      missingFiles: index.missingFiles,
      sizeBytes: [...pieces].reduce((sum, piece) => sum + (sizes.get(piece) ?? 0), 0),
      tables: tablesOf(index.windows),
    });
  }
}
