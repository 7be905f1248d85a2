import { Readable } from 'node:stream';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectRefusedWhole, type RefusedWhole } from '../data/refused-bundles.sql.ts';
import { quarantineScope } from './quarantine-scope.ts';

/** The stored bytes of an upload, to be saved as a file. */
export interface OpenedUpload {
  readonly name: string;
  readonly sizeBytes: number;
  /** Hex; names the content of the upload, flags included. */
  readonly sha256: string;
  readonly receivedAt: Date;
  /** `end` inclusive. */
  open(range?: { readonly start: number; readonly end: number }): Promise<Readable>;
}

/**
 * The bytes of a refused upload as they are kept: its text, or what its Base64 stood for. Errors: `not_found`, also when
 * retention has removed them; `storage_unavailable`.
 */
export async function openRefused(ctx: Context, id: string): Promise<OpenedUpload> {
  const row = await selectRefusedWhole(quarantineScope(ctx, null), id);
  if (!row?.hasBody) throw new Problem('not_found');
  const { body, blobKey, receivedAt } = row;
  return {
    name: `refused-upload_${receivedAt.toISOString().slice(0, 10)}_${id.slice(-8)}.${row.isBinary ? 'bin' : 'txt'}`,
    sizeBytes: body?.length ?? row.sizeBytes,
    sha256: row.contentSha256.toString('hex'),
    receivedAt,
    open: (range) =>
      blobKey === null
        ? Promise.resolve(Readable.from([partOf(body ?? Buffer.alloc(0), range)]))
        : ctx.blobs.open(blobKey, range),
  };
}

/** All bytes of a refused upload. Throws `not_found`, `storage_unavailable`. */
export async function readRefusedBody(ctx: Context, { body, blobKey }: RefusedWhole): Promise<Buffer> {
  return body ?? (blobKey === null ? Buffer.alloc(0) : ctx.blobs.read(blobKey));
}

function partOf(bytes: Buffer, range: { readonly start: number; readonly end: number } | undefined): Buffer {
  return range ? bytes.subarray(range.start, range.end + 1) : bytes;
}
