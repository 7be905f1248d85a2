import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { nudgeSettingsDraftSchema, type NudgeSettingsDraft } from '../../domain/nudges/nudge.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const columns = rawSql(`n.every_hours AS "everyHours", n.active_days AS "activeDays", n.silent_hours AS "silentHours",
  n.last_round_at AS "lastRoundAt"`);

const rowSchema = z.object({ ...nudgeSettingsDraftSchema.shape, lastRoundAt: z.coerce.date().nullable() });
export type NudgeSettingsRow = z.infer<typeof rowSchema>;

/** When the phones of a study are woken; null before anybody has decided. */
export async function findNudgeSettings({ db, organizationId }: Scope, studyId: string): Promise<NudgeSettingsRow | null> {
  const [row] = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM nudge_settings n WHERE n.organization_id = ${organizationId} AND n.study_id = ${studyId}`,
  );
  return row ?? null;
}

/** Keeps what was decided. */
export async function upsertNudgeSettings(
  { db, organizationId }: Scope,
  { studyId, draft, at }: { readonly studyId: string; readonly draft: NudgeSettingsDraft; readonly at: Date },
): Promise<void> {
  await db.execute(
    sql`INSERT INTO nudge_settings (organization_id, study_id, every_hours, active_days, silent_hours, updated_at)
      VALUES (${organizationId}, ${studyId}, ${draft.everyHours}, ${draft.activeDays}, ${draft.silentHours}, ${at})
      ON CONFLICT (organization_id, study_id) DO UPDATE SET every_hours = excluded.every_hours,
        active_days = excluded.active_days, silent_hours = excluded.silent_hours, updated_at = excluded.updated_at`,
  );
}

const dueSchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  studyId: z.string().transform((id) => id as StudyId),
});

/** Takes the studies whose round is due, of every organization: each by one worker only. For the clock. */
export function takeDueRounds(db: Database, at: Date): Promise<z.output<typeof dueSchema>[]> {
  return db.query(
    dueSchema,
    sql`UPDATE nudge_settings n SET last_round_at = ${at}::timestamptz FROM studies st
      WHERE st.organization_id = n.organization_id AND st.id = n.study_id AND st.archived_at IS NULL
        AND n.every_hours IS NOT NULL
        AND (n.last_round_at IS NULL OR n.last_round_at <= ${at}::timestamptz - n.every_hours * interval '1 hour')
      RETURNING n.organization_id AS "organizationId", n.study_id AS "studyId"`,
  );
}
