import { Readable } from 'node:stream';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findFile, findFileHash } from '../data/files.sql.ts';
import { findRequest } from '../data/requests.sql.ts';
import type { DonatedFile, DonationRequest } from '../domain/donation.ts';
import { startReading } from './receive-archive.ts';
import { readSealed } from './sealed-archive.ts';
import { openStudyBox } from './study-box.ts';

export interface OpenedArchive {
  readonly name: string;
  readonly sizeBytes: number;
  /** Hex, of the plain bytes. */
  readonly sha256: string;
  readonly modifiedAt: Date;
  readonly open: (range?: { readonly start: number; readonly end: number }) => Promise<Readable>;
}

export interface OpenArchiveInput {
  readonly fileId: string;
  /** CAIRN_SECRET. */
  readonly secret: string;
  /** A continued download is the same act as the one it continues: written to the audit log once. */
  readonly isContinuation: boolean;
}

/**
 * A donated archive, opened on its way out; every download is audited. Errors: `not_found`, also for one of a study where
 * the actor may not manage donations; `permission_missing` for who may manage but not open; `state_conflict` before it
 * was read.
 */
export async function openArchive(ctx: Context, input: OpenArchiveInput): Promise<OpenedArchive> {
  const { file, request } = await requireFile(ctx, input.fileId);
  requireVerb(ctx, 'donations.open', { studyId: request.studyId });
  const sha256 = await findFileHash(ctx, file.id);
  if (sha256 === null)
    throw new Problem('state_conflict', { detail: 'The file is not here as a whole, or is being read.' });
  const box = await openStudyBox(ctx, { studyId: request.studyId, secret: input.secret });
  if (!input.isContinuation) {
    await writeAudit(ctx, {
      action: 'donation.download',
      subjectType: 'donation-file',
      subjectId: file.id,
      studyId: request.studyId,
      detail: { identifier: request.identifier, service: file.service, sha256 },
    });
  }
  return {
    name: file.fileName,
    sizeBytes: file.sizeBytes,
    sha256,
    modifiedAt: file.uploadedAt ?? file.begunAt,
    open: (range) =>
      Promise.resolve(Readable.from(readSealed(ctx, { fileId: file.id, box }, range ?? null), { objectMode: false })),
  };
}

/** Has an archive read again, after an importer has learned more. Errors: `not_found`, `state_conflict`. */
export async function readArchiveAgain(ctx: Context, fileId: string): Promise<void> {
  const { request } = await requireFile(ctx, fileId);
  requireVerb(ctx, 'donations.manage', { studyId: request.studyId });
  await ctx.db.transaction(async () => {
    const file = await findFile(ctx, fileId, { isLocked: true });
    if (!file || file.state === 'receiving' || file.state === 'waiting') {
      throw new Problem('state_conflict', { detail: 'The file is not here as a whole, or is being read.' });
    }
    await startReading(ctx, request, file);
    await writeAudit(ctx, {
      action: 'donation.read-again',
      subjectType: 'donation-file',
      subjectId: fileId,
      studyId: request.studyId,
      detail: { identifier: request.identifier, service: file.service },
    });
  });
}

async function requireFile(
  ctx: Context,
  id: string,
): Promise<{ readonly file: DonatedFile; readonly request: DonationRequest }> {
  const file = await findFile(ctx, id);
  const request = file && (await findRequest(ctx, file.requestId));
  const place = { studyId: request?.studyId ?? null };
  const isVisible = hasVerb(ctx.actor, 'donations.manage', place) || hasVerb(ctx.actor, 'donations.open', place);
  if (!file || !request || !isVisible) throw new Problem('not_found');
  return { file, request };
}
