import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { newId } from '../ids.ts';
import type { Depot } from './depot.ts';

/** Puts a small file, reads it back and removes it again. Throws what the depot throws. */
export async function tryDepot(depot: Depot, folder: string): Promise<void> {
  const bytes = Buffer.from('Cairn tried whether it can put files here. This one can be removed.\n');
  const draftId = newId();
  const name = `cairn-try-${draftId}.txt`;
  const path = folder === '' ? name : `${folder}/${name}`;
  await depot.put(
    {
      path,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      open: (start) => Promise.resolve(Readable.from([bytes.subarray(start)])),
    },
    {
      draftId,
      memory: null,
      remember: () => Promise.resolve(),
      signal: AbortSignal.timeout(60_000),
      arrived: () => undefined,
    },
  );
  await depot.remove(path);
}
