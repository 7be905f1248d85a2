import { z } from 'zod';
import { getStudyByKey, type Study } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import type { PushSenders } from '#lib/platform/push/push-sender.ts';
import { findNudgeSettings, upsertNudgeSettings } from '../../data/nudges/settings.sql.ts';
import { countTokens, selectFailures } from '../../data/nudges/targets.sql.ts';
import {
  defaultNudgeSettings,
  nudgeSettingsDraftSchema,
  type NudgeFailure,
  type NudgeStatus,
} from '../../domain/nudges/nudge.ts';

/** How waking stands in a study: the schedule, the services, and tokens in numbers. Errors: `not_found`, `permission_missing`. */
export async function getNudgeStatus(ctx: Context, study: string, push: PushSenders): Promise<NudgeStatus> {
  const { id: studyId } = await requireManaged(ctx, study);
  const settings = (await findNudgeSettings(ctx, studyId)) ?? { ...defaultNudgeSettings, lastRoundAt: null };
  const services = { fcm: push.fcm !== null, apns: push.apns !== null };
  return { ...settings, studyId, services, tokens: await countTokens(ctx, studyId) };
}

export const saveNudgeSettingsSchema = nudgeSettingsDraftSchema.extend({ study: z.string().max(100) });

/** Decides when the phones of a study are woken. Errors: `not_found`, `permission_missing`. */
export async function saveNudgeSettings(
  ctx: Context,
  { study, ...draft }: z.infer<typeof saveNudgeSettingsSchema>,
): Promise<void> {
  const { id: studyId } = await requireManaged(ctx, study);
  await ctx.db.transaction(async () => {
    await upsertNudgeSettings(ctx, { studyId, draft, at: ctx.now() });
    const entry = { action: 'nudge-settings.update', subjectType: 'study', subjectId: studyId, studyId };
    await writeAudit(ctx, { ...entry, detail: draft });
  });
}

const positionSchema = z.tuple([z.iso.datetime(), z.guid()]);
const failuresPerPage = 50;

export const listNudgeFailuresSchema = z.object({ study: z.string().max(100), cursor: z.string().optional() });

/**
 * Sources of a study whose last push was not accepted, newest first, by key. Errors: `not_found`,
 * `permission_missing`, `cursor_invalid`.
 */
export async function listNudgeFailures(
  ctx: Context,
  { study, cursor }: z.infer<typeof listNudgeFailuresSchema>,
): Promise<{ readonly items: readonly NudgeFailure[]; readonly next: string | null }> {
  const { id: studyId } = await requireManaged(ctx, study);
  const after = decodeCursor(positionSchema, cursor);
  const rows = await selectFailures(ctx, studyId, { after, limit: failuresPerPage + 1 });
  const items = rows.slice(0, failuresPerPage);
  const last = items.at(-1);
  const next =
    rows.length > items.length && last ? encodeCursor([last.lastTriedAt.toISOString(), last.sourceId]) : null;
  return { items, next };
}

async function requireManaged(ctx: Context, key: string): Promise<Study> {
  const study = await getStudyByKey(ctx, key);
  requireVerb(ctx, 'sources.manage', { studyId: study.id });
  return study;
}
