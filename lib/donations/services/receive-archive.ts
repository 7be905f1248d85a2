import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type StudyId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { startTask } from '#lib/platform/tasks/index.ts';
import { z } from 'zod';
import { deleteFile, findFile, findUnfinished, insertFile, insertPart, markWaiting } from '../data/files.sql.ts';
import { partBytes, tidyFileName, type DonatedFile, type DonationRequest } from '../domain/donation.ts';
import { extensionOf, serviceSlugSchema } from '../domain/service.ts';
import { importArchive } from './import-archive.ts';
import { requireOffered } from './list-services.ts';
import type { OpenedDonation } from './open-donation.ts';
import { sealPart } from './sealed-archive.ts';
import { openStudyBox } from './study-box.ts';

export const beginFileSchema = z.strictObject({
  service: serviceSlugSchema,
  fileName: z.string().min(1).max(1000),
  sizeBytes: z.number().int().min(1),
});

/**
 * Begins an upload, or goes on with one that was cut off: a file of the same name and size that is not here as a whole.
 * Errors: `input_invalid` (service, ending), `body_too_large`.
 */
export async function beginFile(
  { ctx, request }: OpenedDonation,
  input: z.infer<typeof beginFileSchema> & { readonly maxBytes: number },
): Promise<DonatedFile> {
  const [service] = (await requireOffered(ctx, [input.service])).filter(({ slug }) => slug === input.service);
  const fileName = tidyFileName(input.fileName);
  if (!service?.extensions.includes(extensionOf(fileName))) {
    const allowed = service?.extensions.join(', ') ?? '';
    throw new Problem('input_invalid', {
      detail: `Files of this service end in: ${allowed}.`,
      fields: { fileName: `Choose a file that ends in: ${allowed}.` },
    });
  }
  if (input.sizeBytes > input.maxBytes) throw tooLarge(input.maxBytes);
  const wanted = { requestId: request.id, service: input.service, fileName, sizeBytes: input.sizeBytes };
  const begun = await findUnfinished(ctx, wanted);
  if (begun) return begun;
  const id = newId();
  await ctx.db.transaction(async () => {
    await insertFile(ctx, { ...wanted, id, begunAt: ctx.now() });
    await audit(ctx, request, {
      action: 'donation.upload',
      fileId: id,
      service: input.service,
      sizeBytes: input.sizeBytes,
    });
  });
  return requireOwnFile(ctx, request, id);
}

export interface ReceivePartInput {
  readonly fileId: string;
  /** Where in the file the bytes belong. */
  readonly offset: number;
  readonly bytes: Buffer;
  /** CAIRN_SECRET. */
  readonly secret: string;
}

/**
 * Takes the next piece of an upload: 4 MB, or what is left. It is sealed before it is stored. The same piece sent again
 * changes nothing. With the last piece, a Task that reads the archive is started in the same transaction.
 * Errors: `not_found`, `input_invalid` (another length), `state_conflict` (another place; it tells the bytes that are here).
 */
export async function receivePart({ ctx, request }: OpenedDonation, input: ReceivePartInput): Promise<DonatedFile> {
  const file = await requireOwnFile(ctx, request, input.fileId);
  if (isThere(file, input)) return file;
  requireNext(file, input);
  const position = Math.floor(input.offset / partBytes);
  const box = await openStudyBox(ctx, { studyId: request.studyId, secret: input.secret });
  const blobKey = `${ctx.organizationId}/donations/${file.id}/${String(position)}-${newId()}`;
  await ctx.blobs.put(blobKey, sealPart(box, { fileId: file.id, position, bytes: input.bytes }));
  const isNew = await recordPart(ctx, request, { ...input, position, blobKey }).catch(async (error: unknown) => {
    await ctx.blobs.remove(blobKey);
    throw error;
  });
  if (!isNew) await ctx.blobs.remove(blobKey);
  return requireOwnFile(ctx, request, file.id);
}

type RecordedPart = ReceivePartInput & { readonly position: number; readonly blobKey: string };

/** False: another request wrote the same piece meanwhile. */
function recordPart(ctx: Context, request: DonationRequest, part: RecordedPart): Promise<boolean> {
  return ctx.db.transaction(async () => {
    const file = await findFile(ctx, part.fileId, { isLocked: true });
    if (!file) throw new Problem('not_found');
    if (isThere(file, part)) return false;
    requireNext(file, part);
    const { position, blobKey, bytes } = part;
    await insertPart(ctx, file.id, { position, blobKey, sizeBytes: bytes.length });
    if (file.receivedBytes + bytes.length === file.sizeBytes) await startReading(ctx, request, file);
    return true;
  });
}

/** Has a Task read the archive. In the transaction of what makes it necessary. */
export async function startReading(ctx: Context, request: DonationRequest, file: DonatedFile): Promise<void> {
  const taskId = await startTask(ctx, {
    kind: importArchive,
    title: `Donated archive (${file.service}) of ${request.identifier}`,
    studyId: request.studyId as StudyId,
    input: { fileId: file.id },
  });
  await markWaiting(ctx, file.id, { taskId, at: ctx.now() });
}

/** Takes back an upload that was not read yet, and removes its bytes. Errors: `not_found`, `state_conflict`. */
export async function discardFile({ ctx, request }: OpenedDonation, fileId: string): Promise<void> {
  const keys = await ctx.db.transaction(async () => {
    await requireOwnFile(ctx, request, fileId);
    const file = await findFile(ctx, fileId, { isLocked: true });
    if (!file || file.state === 'waiting' || file.state === 'imported') {
      throw new Problem('state_conflict', {
        detail: 'This file was read already. Ask the people of the study to remove what came of it.',
      });
    }
    await audit(ctx, request, { action: 'donation.discard', fileId, service: file.service, sizeBytes: file.sizeBytes });
    return deleteFile(ctx, fileId);
  });
  for (const key of keys) await ctx.blobs.remove(key);
}

async function requireOwnFile(ctx: Context, request: DonationRequest, id: string): Promise<DonatedFile> {
  const file = await findFile(ctx, id);
  if (file?.requestId !== request.id) throw new Problem('not_found');
  return file;
}

function isThere(file: DonatedFile, { offset, bytes }: Pick<ReceivePartInput, 'offset' | 'bytes'>): boolean {
  return offset % partBytes === 0 && offset + bytes.length <= file.receivedBytes;
}

function requireNext(file: DonatedFile, { offset, bytes }: Pick<ReceivePartInput, 'offset' | 'bytes'>): void {
  if (file.state !== 'receiving' || offset !== file.receivedBytes) {
    throw new Problem('state_conflict', {
      detail: `The file is here up to byte ${String(file.receivedBytes)}. Go on from there.`,
      fields: { receivedBytes: String(file.receivedBytes) },
    });
  }
  const expected = Math.min(partBytes, file.sizeBytes - offset);
  if (bytes.length !== expected) {
    throw new Problem('input_invalid', {
      detail: 'The upload was cut off, and this piece was not kept. Send it again.',
      fields: { body: `This piece has ${String(expected)} bytes; ${String(bytes.length)} came.` },
    });
  }
}

interface FileAct {
  readonly action: string;
  readonly fileId: string;
  readonly service: string;
  readonly sizeBytes: number;
}

async function audit(ctx: Context, request: DonationRequest, { action, ...detail }: FileAct): Promise<void> {
  const subject = { subjectType: 'donation-request', subjectId: request.id, studyId: request.studyId };
  await writeAudit(ctx, { action, ...subject, detail });
}

function tooLarge(maxBytes: number): Problem {
  const megabytes = String(Math.floor(maxBytes / 1024 / 1024));
  return new Problem('body_too_large', { detail: `The file is larger than the ${megabytes} MB that are taken.` });
}
