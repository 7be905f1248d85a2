import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { scheduleSchema, type ExportSchedule, type ScheduleDraft } from '../domain/schedule.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const columns = rawSql(`c.id, c.study_id AS "studyId", st.name AS "studyName", c.name, c.order_body AS "order", c.every,
  c.hour, c.on_day AS "onDay", c.covers, c.is_enabled AS "isEnabled", c.created_by AS "createdBy",
  c.created_at AS "createdAt", c.next_run_at AS "nextRunAt", c.last_run_at AS "lastRunAt",
  c.last_task_id AS "lastTaskId", c.last_error AS "lastError"`);
const tables = rawSql(`export_schedules c
  JOIN studies st ON st.organization_id = c.organization_id AND st.id = c.study_id`);

/** Schedules of some studies (null: of all), by name. */
export function selectSchedules(
  { db, organizationId }: Scope,
  studyIds: readonly string[] | null,
): Promise<ExportSchedule[]> {
  return db.query(
    scheduleSchema,
    sql`SELECT ${columns} FROM ${tables} WHERE c.organization_id = ${organizationId}
        AND (${studyIds}::uuid[] IS NULL OR c.study_id = ANY(${studyIds}::uuid[]))
      ORDER BY lower(c.name), c.id`,
  );
}

/** One schedule; null when there is none. */
export async function findSchedule({ db, organizationId }: Scope, id: string): Promise<ExportSchedule | null> {
  const [schedule] = await db.query(
    scheduleSchema,
    sql`SELECT ${columns} FROM ${tables} WHERE c.organization_id = ${organizationId} AND c.id = ${id}`,
  );
  return schedule ?? null;
}

export interface ScheduleWrite {
  readonly id: string;
  readonly studyId: string;
  readonly draft: Omit<ScheduleDraft, 'study'>;
  readonly createdBy: string;
  readonly nextRunAt: Date;
  readonly at: Date;
}

export async function insertSchedule({ db, organizationId }: Scope, write: ScheduleWrite): Promise<void> {
  const { draft } = write;
  await db.execute(
    sql`INSERT INTO export_schedules (organization_id, id, study_id, name, order_body, every, hour, on_day, covers,
        created_by, created_at, next_run_at)
      VALUES (${organizationId}, ${write.id}, ${write.studyId}, ${draft.name}, ${JSON.stringify(draft.order)}::json,
        ${draft.every}, ${draft.hour}, ${draft.onDay}, ${draft.covers}, ${write.createdBy}, ${write.at},
        ${write.nextRunAt})`,
  );
}

/** Turns a schedule on, from its next run, or off. */
export async function switchSchedule(
  { db, organizationId }: Scope,
  { id, isEnabled, nextRunAt }: { readonly id: string; readonly isEnabled: boolean; readonly nextRunAt: Date },
): Promise<void> {
  await db.execute(
    sql`UPDATE export_schedules SET is_enabled = ${isEnabled}, next_run_at = ${nextRunAt}, last_error = NULL
      WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
}

export async function deleteSchedule({ db, organizationId }: Scope, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM export_schedules WHERE organization_id = ${organizationId} AND id = ${id}`);
}

const dueSchema = scheduleSchema.extend({
  organizationId: z.string().transform((id) => id as OrganizationId),
});
export type DueSchedule = z.output<typeof dueSchema>;

/** Takes one schedule that is due, of any organization, for this worker's transaction; null: none is. For the clock. */
export async function takeDueSchedule(db: Database, at: Date): Promise<DueSchedule | null> {
  const [due] = await db.query(
    dueSchema,
    sql`SELECT c.organization_id AS "organizationId", ${columns} FROM ${tables}
      WHERE c.is_enabled AND c.next_run_at <= ${at} AND st.archived_at IS NULL
      ORDER BY c.next_run_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED`,
  );
  return due ?? null;
}

/** Notes a run: what it ordered, or why it could not; and when the next one is. */
export async function noteRun(
  { db, organizationId }: Scope,
  run: {
    readonly id: string;
    readonly at: Date;
    readonly nextRunAt: Date;
    readonly taskId: string | null;
    readonly error: string | null;
    readonly isEnabled: boolean;
  },
): Promise<void> {
  await db.execute(
    sql`UPDATE export_schedules SET last_run_at = ${run.at}, next_run_at = ${run.nextRunAt}, last_error = ${run.error},
        last_task_id = coalesce(${run.taskId}::uuid, last_task_id), is_enabled = ${run.isEnabled}
      WHERE organization_id = ${organizationId} AND id = ${run.id}`,
  );
}
