import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Config } from '../../config/config.ts';
import { openScratchDatabase } from '../../db/scratch-database.ts';
import type { IncrementStore } from './increment-store.ts';
import { readIncrement, type IncrementTarget, type RestoredIncrement } from './read-increment.ts';

/**
 * Restores a state into a database of its own that is thrown away afterwards, and compares every window with what its index says;
 * every file is opened and read to its end, but kept nowhere. The installation is not touched. Throws what restoring throws, and
 * `state_conflict` when no other database can be made.
 */
export async function tryRestore(
  config: Config,
  store: IncrementStore,
  indexName: string | null,
): Promise<RestoredIncrement> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cairn-restore-'));
  try {
    const db = await openScratchDatabase(config);
    try {
      const target: IncrementTarget = { db, config: { ...config, dataDir }, blobs: { put: readToTheEnd } };
      return await readIncrement(target, store, { replace: false, index: indexName });
    } finally {
      await db.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A file store that keeps nothing: what cannot be opened fails all the same. */
const readToTheEnd: IncrementTarget['blobs']['put'] = async (_key, content) => {
  if (!(content instanceof Readable)) return { sizeBytes: content.length, sha256: '' };
  let sizeBytes = 0;
  for await (const chunk of content) sizeBytes += (chunk as Buffer).length;
  return { sizeBytes, sha256: '' };
};
