import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectParts, type FilePart } from '../data/files.sql.ts';
import { partBytes } from '../domain/donation.ts';
import type { StudyBox } from './study-box.ts';

interface PartToSeal {
  readonly fileId: string;
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** Before the bytes: whose piece it is, and the how-manieth, so that pieces cannot change places unseen. */
function headOf({ fileId, position }: Pick<PartToSeal, 'fileId' | 'position'>): Buffer {
  const head = Buffer.alloc(20);
  Buffer.from(fileId.replaceAll('-', ''), 'hex').copy(head);
  head.writeUInt32BE(position, 16);
  return head;
}

/** A piece as it is stored: a NaCl sealed box of its head (16 bytes of the file's id, 4 of the position) and its bytes. */
export function sealPart(box: Pick<StudyBox, 'seal'>, part: PartToSeal): Uint8Array {
  return box.seal(Buffer.concat([headOf(part), part.bytes]));
}

interface SealedFile {
  readonly fileId: string;
  readonly box: Pick<StudyBox, 'open'>;
}

/** The plain bytes of an archive, piece by piece. `range` counts plain bytes, `end` inclusive. */
export async function* readSealed(
  ctx: Pick<Context, 'db' | 'organizationId' | 'blobs'>,
  file: SealedFile,
  range: { readonly start: number; readonly end: number } | null = null,
): AsyncGenerator<Buffer> {
  for (const part of await selectParts(ctx, file.fileId)) {
    const from = part.position * partBytes;
    if (range && (from + part.sizeBytes <= range.start || from > range.end)) continue;
    const plain = await openPart(ctx, file, part);
    yield range ? plain.subarray(Math.max(range.start - from, 0), range.end - from + 1) : plain;
  }
}

async function openPart(ctx: Pick<Context, 'blobs'>, { fileId, box }: SealedFile, part: FilePart): Promise<Buffer> {
  const plain = box.open(await ctx.blobs.read(part.blobKey));
  const head = headOf({ fileId, position: part.position });
  if (!plain || !head.equals(plain.subarray(0, head.length))) {
    throw new Problem('file_unreadable', {
      detail: 'The stored archive does not open: it was changed, or the key of the study is another than when it came.',
    });
  }
  return Buffer.from(plain.buffer, plain.byteOffset + head.length, plain.byteLength - head.length);
}

/** Works with an archive as a plain file of this machine, which is gone afterwards, however the work ends. */
export async function withOpenedArchive<Result>(
  ctx: Pick<Context, 'db' | 'organizationId' | 'blobs'>,
  file: SealedFile & { readonly signal: AbortSignal },
  work: (opened: { readonly path: string; readonly sha256: string }) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-donation-'));
  try {
    const path = join(folder, 'archive');
    const hash = createHash('sha256');
    const content = async function* () {
      for await (const chunk of readSealed(ctx, file)) {
        hash.update(chunk);
        yield chunk;
      }
    };
    const target = createWriteStream(path, { mode: 0o600 });
    await pipeline(Readable.from(content(), { objectMode: false }), target, { signal: file.signal });
    return await work({ path, sha256: hash.digest('hex') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
