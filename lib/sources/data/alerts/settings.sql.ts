import { z } from 'zod';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { levelOfSeverity, severityOf } from '../../domain/alerts/alert.ts';
import type { AlertSettings, AlertSettingsDraft } from '../../domain/alerts/alert-settings.ts';

const columns = rawSql(`t.organization_id AS "organizationId", t.study_id AS "studyId", t.recipients,
  t.is_digest_enabled AS "isDigestEnabled", t.digest_hour AS "digestHour", t.digest_days AS "digestDays",
  t.time_zone AS "timeZone", t.last_digest_at AS "lastDigestAt", t.mail_from AS "mailFrom",
  t.webhook_url AS "webhookUrl", t.webhook_secret_sealed AS "webhookSecretSealed", t.webhook_from AS "webhookFrom",
  st.key AS "studyKey", st.name AS "studyName"`);

const rowSchema = z
  .object({
    organizationId: z.string().transform((id) => id as OrganizationId),
    studyId: z.string().transform((id) => id as StudyId),
    studyKey: z.string(),
    studyName: z.string(),
    recipients: z.array(z.string()),
    isDigestEnabled: z.boolean(),
    digestHour: z.number(),
    digestDays: z.array(z.number()),
    timeZone: z.string(),
    lastDigestAt: z.coerce.date().nullable(),
    mailFrom: z.number().nullable(),
    webhookUrl: z.string().nullable(),
    webhookSecretSealed: z.string().nullable(),
    webhookFrom: z.number(),
  })
  .transform(({ mailFrom, webhookFrom, webhookSecretSealed, organizationId, studyKey, studyName, ...row }) => ({
    organizationId,
    studyKey,
    studyName,
    webhookSecretSealed,
    settings: {
      ...row,
      mailFrom: mailFrom === null ? null : levelOfSeverity(mailFrom),
      webhookFrom: levelOfSeverity(webhookFrom),
      hasWebhookSecret: webhookSecretSealed !== null,
    } satisfies AlertSettings,
  }));
export type AlertSettingsRow = z.output<typeof rowSchema>;

const tables = rawSql('alert_settings t JOIN studies st ON st.organization_id = t.organization_id AND st.id = t.study_id');

interface Place {
  readonly organizationId: OrganizationId;
  readonly studyId: string;
}

/** Who is told in a study; null before anybody has decided. */
export async function findAlertSettings(db: Database, { organizationId, studyId }: Place): Promise<AlertSettingsRow | null> {
  const [row] = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${tables} WHERE t.organization_id = ${organizationId} AND t.study_id = ${studyId}`,
  );
  return row ?? null;
}

/** Studies of every organization in which somebody gets a digest; for the clock. */
export function selectDigestStudies(db: Database): Promise<AlertSettingsRow[]> {
  return db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${tables} WHERE t.is_digest_enabled AND st.archived_at IS NULL`,
  );
}

/** Keeps what was decided; `secretSealed` undefined leaves the key as it is. */
export async function upsertAlertSettings(
  db: Database,
  { organizationId, studyId }: Place,
  write: { readonly draft: AlertSettingsDraft; readonly secretSealed: string | null | undefined; readonly at: Date },
): Promise<void> {
  const { draft, secretSealed, at } = write;
  const kept = secretSealed === undefined ? rawSql('t.webhook_secret_sealed') : rawSql('excluded.webhook_secret_sealed');
  await db.execute(
    sql`INSERT INTO alert_settings AS t (organization_id, study_id, recipients, is_digest_enabled, digest_hour,
        digest_days, time_zone, mail_from, webhook_url, webhook_secret_sealed, webhook_from, updated_at)
      VALUES (${organizationId}, ${studyId}, ${draft.recipients}::text[], ${draft.isDigestEnabled}, ${draft.digestHour},
        ${draft.digestDays}::int[], ${draft.timeZone}, ${draft.mailFrom === null ? null : severityOf(draft.mailFrom)},
        ${draft.webhookUrl}, ${secretSealed ?? null}, ${severityOf(draft.webhookFrom)}, ${at})
      ON CONFLICT (organization_id, study_id) DO UPDATE SET recipients = excluded.recipients,
        is_digest_enabled = excluded.is_digest_enabled, digest_hour = excluded.digest_hour,
        digest_days = excluded.digest_days, time_zone = excluded.time_zone, mail_from = excluded.mail_from,
        webhook_url = excluded.webhook_url, webhook_secret_sealed = ${kept}, webhook_from = excluded.webhook_from,
        updated_at = excluded.updated_at`,
  );
}

/** Takes the digest of a study for this worker: false when another has sent it since `before`. */
export async function takeDigest(
  db: Database,
  { organizationId, studyId }: Place,
  { before, at }: { readonly before: Date | null; readonly at: Date },
): Promise<boolean> {
  const count = await db.execute(
    sql`UPDATE alert_settings SET last_digest_at = ${at}
      WHERE organization_id = ${organizationId} AND study_id = ${studyId}
        AND last_digest_at IS NOT DISTINCT FROM ${before}::timestamptz`,
  );
  return count === 1;
}
