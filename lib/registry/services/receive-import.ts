import { Readable } from 'node:stream';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findImport, insertImport } from '../data/imports.sql.ts';
import { registryScope } from '../data/scope.ts';
import { headBytes, type ImportFormat } from '../domain/import-format.ts';
import type { ImportView } from '../domain/import-record.ts';
import { toView } from './get-import.ts';
import { requireFormat } from './read-import-file.ts';

interface ReceivedFile {
  readonly fileName: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** Bytes that the sender announced; null: none said. */
  readonly announcedBytes: number | null;
  readonly maxBytes: number;
}

const maxNameLength = 200;

/**
 * Takes a file in, as it comes, into the blob store. A file that is cut off, too large or of another kind leaves nothing
 * behind. Errors: `permission_missing`, `body_too_large`, `file_unreadable`, `storage_unavailable`.
 */
export async function receiveImport(ctx: Context, file: ReceivedFile): Promise<ImportView> {
  requireVerb(ctx, 'registry.edit');
  if ((file.announcedBytes ?? 0) > file.maxBytes) throw tooLarge(file.maxBytes);
  const id = newId();
  const blobKey = `${ctx.organizationId}/registry-imports/${id}/file`;
  try {
    const sizeBytes = await store(ctx, blobKey, file);
    const format = await readFormat(ctx, blobKey, sizeBytes);
    return await record(ctx, { id, blobKey, sizeBytes, format, fileName: cleanName(file.fileName) });
  } catch (error) {
    await ctx.blobs.remove(blobKey);
    throw error;
  }
}

async function store(ctx: Context, blobKey: string, file: ReceivedFile): Promise<number> {
  const { sizeBytes } = await ctx.blobs.put(blobKey, Readable.from(limited(file), { objectMode: false }));
  if (file.announcedBytes !== null && sizeBytes !== file.announcedBytes) throw cutOff();
  return sizeBytes;
}

/** The bytes as they come, until there are too many. */
async function* limited({ content, maxBytes }: ReceivedFile): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of content) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof Problem ? error : cutOff(error);
  }
}

async function readFormat(ctx: Context, blobKey: string, sizeBytes: number): Promise<ImportFormat> {
  if (sizeBytes === 0) return requireFormat(Buffer.alloc(0));
  const chunks: Buffer[] = [];
  const head = await ctx.blobs.open(blobKey, { start: 0, end: Math.min(sizeBytes, headBytes) - 1 });
  for await (const chunk of head) chunks.push(chunk as Buffer);
  return requireFormat(Buffer.concat(chunks));
}

type Received = Omit<Parameters<typeof insertImport>[1], 'createdBy'>;

async function record(ctx: Context, received: Received): Promise<ImportView> {
  const { actor } = ctx;
  const createdBy = actor.kind === 'user' || actor.kind === 'token' ? actor.id : null;
  return ctx.db.transaction(async () => {
    const scope = registryScope(ctx);
    await insertImport(scope, { ...received, createdBy });
    const { id, fileName, sizeBytes } = received;
    const detail = { fileName, sizeBytes };
    await writeAudit(ctx, { action: 'registry.upload', subjectType: 'registry-import', subjectId: id, detail });
    const row = await findImport(scope, id);
    if (!row) throw new Problem('internal', { detail: 'The import that was just recorded is not there.' });
    return toView(row);
  });
}

/** A file name as people read it: without folders and control characters. */
function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';

  const tidy = last.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  return (tidy === '' ? 'file' : tidy).slice(0, maxNameLength);
}

function tooLarge(maxBytes: number): Problem {
  const megabytes = Math.floor(maxBytes / 1024 / 1024);
  return new Problem('body_too_large', {
    detail: `The file is larger than the ${String(megabytes)} MB that this server takes. Split it, or ask the operator to raise CAIRN_MAX_IMPORT_MB.`,
  });
}

function cutOff(cause?: unknown): Problem {
  return new Problem('file_unreadable', {
    detail: 'The upload was cut off, and nothing was kept. Send the file again.',
    cause,
  });
}
