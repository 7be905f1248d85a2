import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import {
  backupPlanSchema,
  backupStateSchema,
  type BackupPlan,
  type BackupPlanDraft,
  type BackupState,
} from '../domain/backup.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const stateRowSchema = backupStateSchema.extend({ destinationId: z.string() });
const stateColumns = rawSql(`destination_id AS "destinationId", name, written_at AS "writtenAt", rows, files,
  missing_files AS "missingFiles", size_bytes AS "sizeBytes", tables, checked_at AS "checkedAt",
  check_error AS "checkError", restored_at AS "restoredAt", restore_error AS "restoreError"`);

/** States at the destinations of the organization, newest first. */
export function selectBackupStates({ db, organizationId }: Scope): Promise<z.infer<typeof stateRowSchema>[]> {
  return db.query(
    stateRowSchema,
    sql`SELECT ${stateColumns} FROM backup_states WHERE organization_id = ${organizationId} ORDER BY name DESC`,
  );
}

/** Names of the states that are known to lie at a destination. */
export async function selectStateNames({ db, organizationId }: Scope, destinationId: string): Promise<string[]> {
  const rows = await db.query(
    z.object({ name: z.string() }),
    sql`SELECT name FROM backup_states WHERE organization_id = ${organizationId} AND destination_id = ${destinationId}`,
  );
  return rows.map(({ name }) => name);
}

export type NewBackupState = Pick<
  BackupState,
  'name' | 'writtenAt' | 'rows' | 'files' | 'missingFiles' | 'sizeBytes' | 'tables'
> & { readonly destinationId: string };

export async function insertBackupState({ db, organizationId }: Scope, state: NewBackupState): Promise<void> {
  await db.execute(sql`
    INSERT INTO backup_states (organization_id, destination_id, name, written_at, rows, files, missing_files, size_bytes, tables)
    VALUES (${organizationId}, ${state.destinationId}, ${state.name}, ${state.writtenAt}, ${state.rows}, ${state.files},
      ${state.missingFiles}, ${state.sizeBytes}, ${JSON.stringify(state.tables)}::json)
    ON CONFLICT DO NOTHING`);
}

interface StatesOfPlace {
  readonly destinationId: string;
  readonly names: readonly string[];
}

/** Forgets states that do not lie at a destination any more. */
export async function keepBackupStates(
  { db, organizationId }: Scope,
  { destinationId, names }: StatesOfPlace,
): Promise<void> {
  await db.execute(sql`
    DELETE FROM backup_states WHERE organization_id = ${organizationId} AND destination_id = ${destinationId}
      AND name <> ALL (${names}::text[])`);
}

export interface StateFinding {
  readonly destinationId: string;
  readonly name: string;
  readonly at: Date;
  /** What was wrong; null: nothing. */
  readonly error: string | null;
}

/** Notes how checking a state ended. */
export async function noteCheck({ db, organizationId }: Scope, found: StateFinding): Promise<void> {
  await db.execute(sql`
    UPDATE backup_states SET checked_at = ${found.at}, check_error = ${found.error}
    WHERE organization_id = ${organizationId} AND destination_id = ${found.destinationId} AND name = ${found.name}`);
}

/** Notes how trying to restore a state ended. */
export async function noteRestore({ db, organizationId }: Scope, found: StateFinding): Promise<void> {
  await db.execute(sql`
    UPDATE backup_states SET restored_at = ${found.at}, restore_error = ${found.error}
    WHERE organization_id = ${organizationId} AND destination_id = ${found.destinationId} AND name = ${found.name}`);
}

const planRowSchema = backupPlanSchema.extend({ destinationId: z.string() });
const planColumns = rawSql(`p.destination_id AS "destinationId", p.hour, p.time_zone AS "timeZone",
  p.created_by AS "createdBy", p.next_run_at AS "nextRunAt", p.last_task_id AS "lastTaskId", k.state AS "lastTaskState",
  p.last_error AS "lastError"`);
const planTables = rawSql(`backup_plans p
  LEFT JOIN tasks k ON k.organization_id = p.organization_id AND k.id = p.last_task_id`);

/** Plans of the organization's destinations. */
export function selectBackupPlans({ db, organizationId }: Scope): Promise<z.infer<typeof planRowSchema>[]> {
  return db.query(
    planRowSchema,
    sql`SELECT ${planColumns} FROM ${planTables} WHERE p.organization_id = ${organizationId}`,
  );
}

export interface PlanWrite extends Pick<BackupPlanDraft, 'timeZone'> {
  readonly destinationId: string;
  readonly hour: number;
  readonly createdBy: string;
  readonly nextRunAt: Date;
  readonly at: Date;
}

/** Sets when backups go to a destination. */
export async function upsertBackupPlan({ db, organizationId }: Scope, plan: PlanWrite): Promise<void> {
  await db.execute(sql`
    INSERT INTO backup_plans (organization_id, destination_id, hour, time_zone, created_by, created_at, next_run_at)
    VALUES (${organizationId}, ${plan.destinationId}, ${plan.hour}, ${plan.timeZone}, ${plan.createdBy}, ${plan.at},
      ${plan.nextRunAt})
    ON CONFLICT (organization_id, destination_id) DO UPDATE SET hour = excluded.hour, time_zone = excluded.time_zone,
      created_by = excluded.created_by, created_at = excluded.created_at, next_run_at = excluded.next_run_at,
      last_error = NULL`);
}

export async function deleteBackupPlan({ db, organizationId }: Scope, destinationId: string): Promise<void> {
  await db.execute(sql`
    DELETE FROM backup_plans WHERE organization_id = ${organizationId} AND destination_id = ${destinationId}`);
}

const duePlanSchema = planRowSchema.extend({
  organizationId: z.string().transform((id) => id as OrganizationId),
});
export type DuePlan = z.output<typeof duePlanSchema>;

/** Takes one plan that is due, of any organization, for this worker's transaction; null: none is. For the clock. */
export async function takeDuePlan(db: Database, at: Date): Promise<DuePlan | null> {
  const [due] = await db.query(
    duePlanSchema,
    sql`SELECT p.organization_id AS "organizationId", ${planColumns} FROM ${planTables}
      JOIN export_destinations d ON d.organization_id = p.organization_id AND d.id = p.destination_id
      WHERE p.next_run_at <= ${at} AND d.archived_at IS NULL
      ORDER BY p.next_run_at LIMIT 1 FOR UPDATE OF p SKIP LOCKED`,
  );
  return due ?? null;
}

/** Notes a run by the clock: its Task, or why there is none; and when the next one is. */
export async function notePlanRun(
  { db, organizationId }: Scope,
  run: Pick<BackupPlan, 'nextRunAt' | 'lastTaskId' | 'lastError'> & { readonly destinationId: string },
): Promise<void> {
  await db.execute(sql`
    UPDATE backup_plans SET next_run_at = ${run.nextRunAt}, last_task_id = coalesce(${run.lastTaskId}::uuid, last_task_id),
      last_error = ${run.lastError}
    WHERE organization_id = ${organizationId} AND destination_id = ${run.destinationId}`);
}

/** When a source was erased last, in whatever organization: for administrators of the installation. Null: never. */
export async function selectLastErasure(db: Database): Promise<Date | null> {
  const [row] = await db.query(
    z.object({ at: z.coerce.date().nullable() }),
    sql`SELECT max(finished_at) AS at FROM tasks WHERE kind = 'sources.erase' AND state = 'succeeded'`,
  );
  return row?.at ?? null;
}
