import type { Readable } from 'node:stream';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { recordAccess } from '#lib/platform/audit/record-access.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectAttachment } from '../data/point-pages.sql.ts';

export interface OpenedAttachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly content: Readable;
}

/**
 * Opens a file that came with a bundle. Files show people and places: needs `passive.read` in their study, and throws
 * `not_found` without. Errors: `not_found`, `storage_unavailable`.
 */
export async function openAttachment(ctx: Context, fileId: string): Promise<OpenedAttachment> {
  const file = await selectAttachment(ctx, fileId);
  const isReadable = file !== null && hasVerb(ctx.actor, 'passive.read', { studyId: file.studyId });
  if (file) {
    const outcome = isReadable ? 'ok' : 'refused';
    recordAccess(ctx, {
      action: 'attachment.download',
      studyId: file.studyId,
      detail: { fileId },
      outcome,
      count: isReadable ? 1 : 0,
    });
  }
  if (!file || !isReadable) {
    throw new Problem('not_found', { detail: 'There is no such file, or it is not yours to see.' });
  }
  const { fileName, contentType, sizeBytes } = file;
  return { fileName, contentType, sizeBytes, content: await ctx.blobs.open(file.blobKey) };
}
