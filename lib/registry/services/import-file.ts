import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Context } from '#lib/platform/context.ts';

/** Works with a file of the blob store as a file of this machine, which is gone afterwards. */
export async function withLocalFile<Result>(
  ctx: Pick<Context, 'blobs'>,
  { blobKey, signal }: { readonly blobKey: string; readonly signal?: AbortSignal },
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-import-'));
  try {
    const path = join(folder, 'file');
    const target = createWriteStream(path, { mode: 0o600 });
    await pipeline(await ctx.blobs.open(blobKey), target, signal ? { signal } : {});
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
