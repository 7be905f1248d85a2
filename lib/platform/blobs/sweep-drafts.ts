import type { Logger } from '../log/log.ts';
import type { BlobStore } from './blob-store.ts';

/** Whoever writes does so every few seconds; after this long without a byte the writer is gone for good. */
const staleAfterMs = 6 * 60 * 60 * 1000;

/** Removes what killed processes had begun to store (uploads, archives). Run by the clock; gives the number of files. */
export async function sweepDrafts(runtime: { readonly blobs: BlobStore; readonly log: Logger }): Promise<number> {
  const removed = await runtime.blobs.removeDrafts({ unchangedSince: new Date(Date.now() - staleAfterMs) });
  if (removed > 0) runtime.log.info({ files: removed }, 'files that killed processes had begun were removed');
  return removed;
}
