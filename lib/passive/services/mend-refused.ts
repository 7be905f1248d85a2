import { hash } from 'node:crypto';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type BundleId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { announceBundles, insertBundles } from '../data/bundles.sql.ts';
import {
  closeRefused,
  moveFiles,
  type RefusedWhole,
  requeueRefused,
  selectRefusedWhole,
} from '../data/refused-bundles.sql.ts';
import type { QuarantineScope } from '../data/quarantine-rows.sql.ts';
import { withoutNul } from '../domain/clean-text.ts';
import { decodeBase64 } from '../domain/open-payload.ts';
import { maxMendableCharacters } from '../domain/refused-views.ts';
import { hashUpload } from '../domain/upload-packing.ts';
import { checkReading, type ReadingCheck } from './edit-quarantined.ts';
import { quarantineScope } from './quarantine-scope.ts';

const nonceBytes = 24;

export const mendRefusedSchema = z.union([
  z.strictObject({
    /** The payload as it should have been: the JSON of a point, or of a list of points. */
    content: z.string().max(maxMendableCharacters, 'This is longer than what can be mended here.'),
  }),
  z.strictObject({
    /** What the upload was sealed with, Base64 of 24 bytes. */
    nonce: z.string().refine((text) => decodeBase64(text)?.length === nonceBytes, 'A nonce is 24 bytes in Base64.'),
  }),
]);
export type MendRefusedInput = z.infer<typeof mendRefusedSchema>;

/** `isReplayed`: it waits for processing now. */
export type RefusedMending =
  { readonly isReplayed: true } | { readonly isReplayed: false; readonly check: ReadingCheck };

/**
 * Mends a refused upload and hands it on to processing: a mended text is read in its place, while the bytes as received
 * are kept; a nonce completes it. A text that would not be understood changes nothing and is told why.
 * Errors: `not_found`, `state_conflict` (decided on meanwhile, or its bytes are gone).
 */
export async function mendRefused(
  ctx: Context,
  { id, mending }: { readonly id: string; readonly mending: MendRefusedInput },
): Promise<RefusedMending> {
  const scope = quarantineScope(ctx, null);
  const upload = await selectRefusedWhole(scope, id);
  if (!upload) throw new Problem('not_found');
  if ('content' in mending) {
    const check = checkReading(ctx, mending.content);
    if (!check.isReadable) return { isReplayed: false, check };
  }
  await ctx.db.transaction(async () => {
    if ('nonce' in mending) await complete(scope, upload, mending.nonce);
    else await replace(scope, upload, withoutNul(mending.content).toWellFormed());
    await announceBundles(ctx.db);
    await writeAudit(ctx, {
      action: 'refused.mend',
      subjectType: 'bundle',
      subjectId: id,
      studyId: upload.studyId,
      detail: { with: 'nonce' in mending ? 'nonce' : 'text' },
    });
  });
  return { isReplayed: true };
}

async function complete(scope: QuarantineScope, { id }: RefusedWhole, nonce: string): Promise<void> {
  if ((await requeueRefused(scope, [id], nonce)).length === 0) throw new Problem('state_conflict');
}

/** A copy with the mended text waits for processing, with the time and the files of the one it replaces. */
async function replace(scope: QuarantineScope, upload: RefusedWhole, text: string): Promise<void> {
  if ((await closeRefused(scope, [upload.id], 'replaced')).length === 0) throw new Problem('state_conflict');
  const body = Buffer.from(text);
  const sha256 = hash('sha256', body);
  const door = upload.door === 'point' ? 'point' : 'form';
  const plain = { compression: 'none', isEncrypted: false, nonce: null } as const;
  const id = newId<BundleId>();
  const written = await insertBundles(scope.ctx.db, [
    {
      ...plain,
      organizationId: upload.organizationId,
      studyId: upload.studyId,
      id,
      receivedAt: upload.receivedAt,
      state: 'waiting',
      door,
      isBinary: false,
      body,
      blobKey: null,
      sizeBytes: body.length,
      contentSha256: hashUpload({ ...plain, door, files: [] }, { sha256, isRefused: false }),
      claimedSource: upload.claimedSource,
      details: null,
      refusal: null,
    },
  ]);
  if (written.has(id)) await moveFiles(scope, upload.id, id);
}
