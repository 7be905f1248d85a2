import { getStudyByKey } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { findSettings, upsertService, upsertSettings } from '../data/offers.sql.ts';
import { defaultDonationSettings, type DonationSettings } from '../domain/donation.ts';
import type { ChangeService, Service } from '../domain/service.ts';
import { listServices } from './list-services.ts';

/** How a study takes donations. Errors: `not_found`, `permission_missing`. */
export async function getDonationSettings(ctx: Context, studyKey: string): Promise<DonationSettings> {
  const { id: studyId } = await getStudyByKey(ctx, studyKey);
  requireVerb(ctx, 'donations.manage', { studyId });
  return (await findSettings(ctx, studyId)) ?? defaultDonationSettings;
}

/** Changes how a study takes donations; links given out keep their days. Errors: `not_found`, `permission_missing`. */
export async function saveDonationSettings(
  ctx: Context,
  studyKey: string,
  settings: DonationSettings,
): Promise<DonationSettings> {
  const before = await getDonationSettings(ctx, studyKey);
  const { id: studyId } = await getStudyByKey(ctx, studyKey);
  await ctx.db.transaction(async () => {
    await upsertSettings(ctx, studyId, settings);
    await writeAudit(ctx, {
      action: 'donation.settings',
      subjectType: 'study',
      subjectId: studyId,
      studyId,
      detail: { before, after: settings },
    });
  });
  return settings;
}

/** Services with what participants read about them. Errors: `permission_missing`. */
export function listOwnServices(ctx: Context): Promise<Service[]> {
  return listServices(ctx);
}

/**
 * Says what participants read about a service, or adds one: archives of a service that nobody reads are only kept.
 * Services are the organization's: needs the verb in all of it. Errors: `permission_missing`.
 */
export async function saveService(ctx: Context, slug: string, service: ChangeService): Promise<Service> {
  requireVerb(ctx, 'donations.manage');
  await ctx.db.transaction(async () => {
    await upsertService(ctx, slug, { ...service, updatedAt: ctx.now() });
    const { name, priority, extensions, isOffered } = service;
    const detail = { name, priority, extensions, isOffered };
    await writeAudit(ctx, { action: 'donation.service', subjectType: 'donation-service', subjectId: slug, detail });
  });
  const saved = (await listServices(ctx)).find((each) => each.slug === slug);
  if (!saved) throw new TypeError('a service that was just written is not there');
  return saved;
}
