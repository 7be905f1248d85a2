import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { donationSettingsSchema, type DonationSettings } from '../domain/donation.ts';
import { changeServiceSchema, type ChangeService } from '../domain/service.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const serviceRowSchema = changeServiceSchema.extend({ slug: z.string() });

/** What an organization says about services, its own and built-in ones. */
export function selectServices({ db, organizationId }: Scope): Promise<z.infer<typeof serviceRowSchema>[]> {
  return db.query(
    serviceRowSchema,
    sql`SELECT slug, name, priority, extensions, instructions, is_offered AS "isOffered" FROM donation_services
      WHERE organization_id = ${organizationId}`,
  );
}

export async function upsertService(
  { db, organizationId }: Scope,
  slug: string,
  service: ChangeService & { readonly updatedAt: Date },
): Promise<void> {
  await db.execute(sql`
    INSERT INTO donation_services (organization_id, slug, name, priority, extensions, instructions, is_offered, updated_at)
    VALUES (${organizationId}, ${slug}, ${service.name}, ${service.priority}, ${service.extensions}::text[],
      ${JSON.stringify(service.instructions)}::jsonb, ${service.isOffered}, ${service.updatedAt})
    ON CONFLICT (organization_id, slug) DO UPDATE SET name = excluded.name, priority = excluded.priority,
      extensions = excluded.extensions, instructions = excluded.instructions, is_offered = excluded.is_offered,
      updated_at = excluded.updated_at`);
}

/** Settings of a study; null: it says nothing. */
export async function findSettings(
  { db, organizationId }: Scope,
  studyId: string,
): Promise<DonationSettings | null> {
  const [row] = await db.query(
    donationSettingsSchema,
    sql`SELECT is_open AS "isOpen", life_days AS "lifeDays", remind_after_days AS "remindAfterDays",
        max_reminders AS "maxReminders" FROM donation_settings
      WHERE organization_id = ${organizationId} AND study_id = ${studyId}`,
  );
  return row ?? null;
}

export async function upsertSettings(
  { db, organizationId }: Scope,
  studyId: string,
  settings: DonationSettings,
): Promise<void> {
  const { isOpen, lifeDays, remindAfterDays, maxReminders } = settings;
  await db.execute(sql`
    INSERT INTO donation_settings (organization_id, study_id, is_open, life_days, remind_after_days, max_reminders)
    VALUES (${organizationId}, ${studyId}, ${isOpen}, ${lifeDays}, ${remindAfterDays}, ${maxReminders})
    ON CONFLICT (organization_id, study_id) DO UPDATE SET is_open = excluded.is_open, life_days = excluded.life_days,
      remind_after_days = excluded.remind_after_days, max_reminders = excluded.max_reminders`);
}

const openStudySchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  studyId: z.string().transform((id) => id as StudyId),
  name: z.string(),
});
export type OpenStudy = z.infer<typeof openStudySchema>;

/** The study of a key, when participants may begin by themselves there; keys are unique in the installation. */
export async function findOpenStudy(db: Database, key: string): Promise<OpenStudy | null> {
  const [row] = await db.query(
    openStudySchema,
    sql`SELECT st.organization_id AS "organizationId", st.id AS "studyId", st.name FROM studies st
      JOIN organizations o ON o.id = st.organization_id AND o.archived_at IS NULL
      JOIN donation_settings d ON d.organization_id = st.organization_id AND d.study_id = st.id
      WHERE st.key = ${key} AND st.archived_at IS NULL AND d.is_open`,
  );
  return row ?? null;
}

/** True when something of the study has the identifier already. */
export async function isIdentifierTaken(
  { db, organizationId }: Scope,
  of: { readonly studyId: string; readonly identifier: string },
): Promise<boolean> {
  const [row] = await db.query(
    z.object({ taken: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM sources WHERE organization_id = ${organizationId} AND study_id = ${of.studyId}
          AND identifier = ${of.identifier})
        OR EXISTS (SELECT 1 FROM donation_requests WHERE organization_id = ${organizationId}
          AND study_id = ${of.studyId} AND identifier = ${of.identifier}) AS taken`,
  );
  return row?.taken ?? false;
}
