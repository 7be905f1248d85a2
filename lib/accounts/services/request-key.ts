import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { equalSecrets, sha256Hex } from '#lib/platform/crypto/hash.ts';
import { findRequestKey, writeRequestKey } from '../data/request-keys.sql.ts';
import { requireStudy } from './require-study.ts';

/** Compared with when a study has no key, so that the answer takes as long; no text has this for its hash. */
const noKey = '-'.repeat(64);

export const requestKeyInputSchema = z.strictObject({
  /** What peers show; a key of the server one moves over from will do. Null: they may not ask any more. */
  requestKey: z.string().trim().min(12, 'Use at least 12 characters.').max(500).nullable(),
});

/** When the request key of a study was set; the key itself is not kept. */
export interface RequestKeyState {
  readonly setAt: string | null;
}

/** Whether peers may ask for statistics of a study's sources. Throws `not_found`, `permission_missing`. */
export async function getRequestKey(ctx: Context, studyId: string): Promise<RequestKeyState> {
  await requireStudy(ctx, studyId, 'studies.manage');
  return { setAt: (await findRequestKey(ctx, studyId))?.setAt.toISOString() ?? null };
}

/** Sets or removes the request key of a study. Audited, without the key. Throws `not_found`, `permission_missing`. */
export async function setRequestKey(
  ctx: Context,
  { studyId, requestKey }: z.infer<typeof requestKeyInputSchema> & { readonly studyId: string },
): Promise<RequestKeyState> {
  await requireStudy(ctx, studyId, 'studies.manage');
  await ctx.db.transaction(async () => {
    const keySha256 = requestKey === null ? null : sha256Hex(requestKey);
    await writeRequestKey(ctx, { studyId, keySha256, at: ctx.now() });
    await writeAudit(ctx, {
      action: 'study.request-key',
      subjectType: 'study',
      subjectId: studyId,
      studyId,
      detail: { isSet: requestKey !== null },
    });
  });
  return getRequestKey(ctx, studyId);
}

/** True when a peer shows the study's request key; takes as long for a wrong key as for none (section 1.14). */
export async function isRequestKey(
  ctx: Pick<Context, 'db' | 'organizationId'>,
  { studyId, shown }: { readonly studyId: string; readonly shown: string },
): Promise<boolean> {
  const kept = await findRequestKey(ctx, studyId);
  return equalSecrets(sha256Hex(shown), kept?.keySha256 ?? noKey);
}
