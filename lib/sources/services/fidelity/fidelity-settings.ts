import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import {
  findFidelitySettings,
  updateExpectedInterval,
  upsertFidelitySettings,
} from '../../data/fidelity/fidelities.sql.ts';
import { defaultFidelitySettings, type FidelitySettings } from '../../domain/fidelity/fidelity.ts';
import { getSource } from '../get-source.ts';
import { requireVerbSomewhere } from '../require-verb-somewhere.ts';

/** What the organization expects of its sources. Errors: `permission_missing` (`sources.read`). */
export async function getFidelitySettings(ctx: Context): Promise<FidelitySettings> {
  requireVerbSomewhere(ctx, 'sources.read');
  return (await findFidelitySettings(ctx)) ?? defaultFidelitySettings;
}

/** Decides what the organization expects; it counts from the next look on. Errors: `permission_missing` (`alerts.manage`). */
export async function saveFidelitySettings(ctx: Context, settings: FidelitySettings): Promise<FidelitySettings> {
  requireVerb(ctx, 'alerts.manage');
  return ctx.db.transaction(async () => {
    const before = await getFidelitySettings(ctx);
    await upsertFidelitySettings(ctx, settings);
    const subject = { subjectType: 'organization', subjectId: ctx.organizationId };
    await writeAudit(ctx, { action: 'fidelity-settings.update', ...subject, detail: { before, after: settings } });
    return settings;
  });
}

/**
 * Decides how often one source is expected to deliver, phones and browsers too; it counts from the next look on.
 * Errors: `not_found`, `permission_missing` (`alerts.manage`).
 */
export async function saveExpectedInterval(
  ctx: Context,
  sourceId: string,
  { expectedIntervalS }: { readonly expectedIntervalS: number | null },
): Promise<void> {
  const { studyId } = await getSource(ctx, sourceId);
  requireVerb(ctx, 'alerts.manage', { studyId });
  await ctx.db.transaction(async () => {
    await updateExpectedInterval(ctx, { sourceId, expectedIntervalS });
    const subject = { subjectType: 'source', subjectId: sourceId, studyId };
    await writeAudit(ctx, { action: 'source.expected_interval', ...subject, detail: { expectedIntervalS } });
  });
}
