import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectSensorSettings, upsertSensorSettings } from '../data/sensor-settings.sql.ts';
import type { OpenSensors, OpenSensorsView } from '../domain/open-sensors.ts';
import { openServicePath } from '../domain/things/service-path.ts';

type Host = Pick<Config, 'publicUrl'>;

/**
 * Whether everybody may read what public installations of the organization measure, and where.
 * Errors: `permission_missing` (`destinations.manage`).
 */
export async function getOpenSensors(ctx: Context, { publicUrl }: Host): Promise<OpenSensorsView> {
  requireVerb(ctx, 'destinations.manage');
  const { isOpen, number } = await selectSensorSettings(ctx);
  return { isOpen, url: `${publicUrl.replace(/\/$/, '')}${openServicePath(number)}` };
}

/** Decides it. Errors: `permission_missing` (`destinations.manage`). */
export async function saveOpenSensors(ctx: Context, { isOpen }: OpenSensors, host: Host): Promise<OpenSensorsView> {
  requireVerb(ctx, 'destinations.manage');
  await ctx.db.transaction(async () => {
    await upsertSensorSettings(ctx, isOpen);
    const subject = { subjectType: 'organization', subjectId: ctx.organizationId };
    await writeAudit(ctx, { action: 'sensors.open', ...subject, detail: { isOpen } });
  });
  return getOpenSensors(ctx, host);
}
