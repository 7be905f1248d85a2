import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { joinSql, sql, type SqlStatement } from '../db/sql.ts';
import type { OrganizationId, StudyId, TaskId, UserId } from '../ids.ts';
import { logLevelSchema, taskStateSchema, type TaskFailure, type TaskLogLine, type TaskState } from './task.ts';

/** Which rows of which database a statement works on. */
export interface TenantScope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
}

const id = <Id extends string>() => z.string().transform((text) => text as Id);
const count = z.coerce.number();

const taskRowSchema = z.object({
  id: id<TaskId>(),
  study_id: id<StudyId>().nullable(),
  kind: z.string(),
  title: z.string(),
  state: taskStateSchema,
  progress_done: count,
  progress_total: count.nullable(),
  message: z.string(),
  input: z.unknown(),
  result: z.unknown(),
  result_blob_key: z.string().nullable(),
  result_name: z.string().nullable(),
  result_size_bytes: count.nullable(),
  result_sha256: z.string().nullable(),
  result_verb: z.string().nullable(),
  result_removed_at: z.date().nullable(),
  error_code: z.string().nullable(),
  error_detail: z.string().nullable(),
  attempt: z.number(),
  created_by_id: id<UserId>().nullable(),
  created_by_name: z.string().nullable(),
  created_by_email: z.string().nullable(),
  created_at: z.date(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  stop_requested_at: z.date().nullable(),
});

export type TaskRow = z.infer<typeof taskRowSchema>;

const taskColumns = sql`
  t.id, t.study_id, t.kind, t.title, t.state, t.progress_done, t.progress_total, t.message, t.input, t.result,
  t.result_blob_key, t.result_name, t.result_size_bytes, t.result_sha256, t.result_verb, t.result_removed_at, t.error_code,
  t.error_detail, t.attempt, t.created_by_id, t.created_at, t.started_at, t.finished_at, t.stop_requested_at`;

const listColumns = sql`
  t.id, t.study_id, t.kind, t.title, t.state, t.progress_done, t.progress_total, t.message, NULL::json AS input, t.result,
  t.result_blob_key, t.result_name, t.result_size_bytes, t.result_sha256, t.result_verb, t.result_removed_at, t.error_code,
  t.error_detail, t.attempt, t.created_by_id, t.created_at, t.started_at, t.finished_at, t.stop_requested_at`;

const creatorName = sql`coalesce(nullif(u.name, ''), u.email, k.name) AS created_by_name, u.email AS created_by_email`;
const creator = sql`
  LEFT JOIN users u ON u.id = t.created_by_id
  LEFT JOIN api_tokens k ON k.organization_id = t.organization_id AND k.id = t.created_by_id`;

export interface NewTaskRow {
  readonly id: TaskId;
  readonly studyId: StudyId | null;
  readonly kind: string;
  readonly title: string;
  readonly input: unknown;
  readonly resultVerb: string | null;
  readonly createdById: string | null;
  readonly createdAt: Date;
}

export async function insertTaskRow({ db, organizationId }: TenantScope, row: NewTaskRow): Promise<void> {
  await db.execute(sql`
    INSERT INTO tasks (organization_id, id, study_id, kind, title, input, result_verb, created_by_id, created_at)
    VALUES (${organizationId}, ${row.id}, ${row.studyId}, ${row.kind}, ${row.title}, ${JSON.stringify(row.input)}::json,
            ${row.resultVerb}, ${row.createdById}, ${row.createdAt})`);
}

export async function findTaskRow({ db, organizationId }: TenantScope, taskId: TaskId): Promise<TaskRow | null> {
  const [row] = await db.query(
    taskRowSchema,
    sql`SELECT ${taskColumns}, ${creatorName} FROM tasks t ${creator}
        WHERE t.organization_id = ${organizationId} AND t.id = ${taskId}`,
  );
  return row ?? null;
}

export interface TaskListFilter {
  /** Null: every study. The creator's own tasks are seen in any case. */
  readonly visibleStudyIds: readonly StudyId[] | null;
  readonly viewerId: string | null;
  readonly studyId?: StudyId | null;
  readonly states?: readonly TaskState[];
  readonly kind?: string | null;
  readonly after: { readonly createdAt: Date; readonly id: TaskId } | null;
  readonly limit: number;
}

/** Newest first. Inputs are left out: an export's names thousands of sources. */
export function listTaskRows({ db, organizationId }: TenantScope, filter: TaskListFilter): Promise<TaskRow[]> {
  const conditions: SqlStatement[] = [sql`t.organization_id = ${organizationId}`];
  if (filter.visibleStudyIds !== null) {
    conditions.push(sql`(t.study_id = ANY(${filter.visibleStudyIds}::uuid[]) OR t.created_by_id = ${filter.viewerId})`);
  }
  if (filter.studyId) conditions.push(sql`t.study_id = ${filter.studyId}`);
  if (filter.states) conditions.push(sql`t.state = ANY(${filter.states}::text[])`);
  if (filter.kind) conditions.push(sql`t.kind = ${filter.kind}`);
  if (filter.after) {
    const { createdAt, id: afterId } = filter.after;
    conditions.push(sql`(t.created_at < ${createdAt} OR (t.created_at = ${createdAt} AND t.id > ${afterId}))`);
  }
  return db.query(
    taskRowSchema,
    sql`SELECT ${listColumns}, ${creatorName} FROM tasks t ${creator}
        WHERE ${joinSql(conditions, ' AND ')} ORDER BY t.created_at DESC, t.id LIMIT ${filter.limit}`,
  );
}

const logLineSchema = z
  .object({ id: count, at: z.date(), level: logLevelSchema, message: z.string() })
  .transform((row): TaskLogLine => row);

export function listLogRows(
  { db, organizationId }: TenantScope,
  taskId: TaskId,
  page: { readonly afterId: number; readonly limit: number },
): Promise<TaskLogLine[]> {
  return db.query(
    logLineSchema,
    sql`SELECT id, at, level, message FROM task_log_lines
        WHERE organization_id = ${organizationId} AND task_id = ${taskId} AND id > ${page.afterId}
        ORDER BY id LIMIT ${page.limit}`,
  );
}

export async function insertLogRows(
  { db, organizationId }: TenantScope,
  taskId: TaskId,
  lines: readonly Omit<TaskLogLine, 'id'>[],
): Promise<void> {
  await db.execute(sql`
    INSERT INTO task_log_lines (organization_id, task_id, at, level, message)
    SELECT ${organizationId}, ${taskId}, l.at, l.level, l.message
    FROM unnest(${lines.map((line) => line.at)}::timestamptz[], ${lines.map((line) => line.level)}::text[],
                ${lines.map((line) => line.message)}::text[]) WITH ORDINALITY AS l (at, level, message, position)
    ORDER BY l.position`);
}

/** Takes a waiting task; null when it waits no more. The attempt number fences off an earlier run that still lives. */
export async function claimTaskRow({ db, organizationId }: TenantScope, taskId: TaskId): Promise<TaskRow | null> {
  const [row] = await db.query(
    taskRowSchema,
    sql`UPDATE tasks t SET state = 'running', attempt = t.attempt + 1, started_at = now(), heartbeat_at = now(),
          progress_done = 0, progress_total = NULL, message = ''
        WHERE t.organization_id = ${organizationId} AND t.id = ${taskId} AND t.state = 'queued'
        RETURNING ${taskColumns}, (SELECT u.name FROM users u WHERE u.id = t.created_by_id) AS created_by_name,
          (SELECT u.email FROM users u WHERE u.id = t.created_by_id) AS created_by_email`,
  );
  return row ?? null;
}

/** One run of one task: what only its holder may write. */
export interface RunScope extends TenantScope {
  readonly taskId: TaskId;
  readonly attempt: number;
}

const held = (run: RunScope) => sql`
  organization_id = ${run.organizationId} AND id = ${run.taskId} AND attempt = ${run.attempt} AND state = 'running'`;

export interface Beat {
  readonly done: number;
  readonly total: number | null;
  readonly message: string;
}

/** Renews the hold and writes progress. `lost`: another worker has it. */
export async function beatTaskRow(run: RunScope, beat: Beat): Promise<'go on' | 'stop' | 'lost'> {
  const [row] = await run.db.query(
    z.object({ stop_requested_at: z.date().nullable() }),
    sql`UPDATE tasks SET heartbeat_at = now(), progress_done = ${beat.done}, progress_total = ${beat.total},
          message = ${beat.message}
        WHERE ${held(run)} RETURNING stop_requested_at`,
  );
  if (!row) return 'lost';
  return row.stop_requested_at === null ? 'go on' : 'stop';
}

export interface StoredResult {
  readonly blobKey: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export type FinishedState =
  | { readonly state: 'succeeded'; readonly result: object | null; readonly file: StoredResult | null }
  | { readonly state: 'failed'; readonly failure: TaskFailure; readonly file?: StoredResult | null }
  | { readonly state: 'stopped' };

/** Ends a run; false when another worker has taken the task over. */
export async function finishTaskRow(run: RunScope, end: FinishedState): Promise<boolean> {
  const file = end.state === 'stopped' ? null : end.file;
  const failure = end.state === 'failed' ? end.failure : null;
  const result = end.state === 'succeeded' && end.result ? JSON.stringify(end.result) : null;
  const touched = await run.db.execute(sql`
    UPDATE tasks SET state = ${end.state}, finished_at = now(), heartbeat_at = NULL, result = ${result}::json,
      result_blob_key = ${file?.blobKey ?? null}, result_name = ${file?.name ?? null},
      result_size_bytes = ${file?.sizeBytes ?? null}, result_sha256 = ${file?.sha256 ?? null},
      error_code = ${failure?.code ?? null}, error_detail = ${failure?.detail ?? null}
    WHERE ${held(run)}`);
  return touched > 0;
}

/** Gives a held task back to the queue. */
export async function requeueHeldRow(run: RunScope, message: string): Promise<boolean> {
  const touched = await run.db.execute(sql`
    UPDATE tasks SET state = 'queued', heartbeat_at = NULL, message = ${message} WHERE ${held(run)}`);
  return touched > 0;
}

/** Asks a running task to stop, or stops a waiting one at once; null when it is in neither state. */
export async function requestStopRow(
  { db, organizationId }: TenantScope,
  taskId: TaskId,
): Promise<'stopping' | 'stopped' | null> {
  const [row] = await db.query(
    z.object({ state: taskStateSchema }),
    sql`UPDATE tasks SET stop_requested_at = coalesce(stop_requested_at, now()),
          finished_at = CASE WHEN state = 'queued' THEN now() END,
          state = CASE WHEN state = 'queued' THEN 'stopped' ELSE state END
        WHERE organization_id = ${organizationId} AND id = ${taskId} AND state IN ('queued', 'running')
        RETURNING state`,
  );
  if (!row) return null;
  return row.state === 'stopped' ? 'stopped' : 'stopping';
}

/** Puts a failed or stopped task back to the queue; false when it is in neither state. */
export async function requeueFinishedRow({ db, organizationId }: TenantScope, taskId: TaskId): Promise<boolean> {
  const touched = await db.execute(sql`
    UPDATE tasks SET state = 'queued', stop_requested_at = NULL, finished_at = NULL, progress_done = 0,
      progress_total = NULL, message = '', error_code = NULL, error_detail = NULL, result = NULL,
      result_blob_key = NULL, result_name = NULL, result_size_bytes = NULL, result_sha256 = NULL,
      result_removed_at = NULL
    WHERE organization_id = ${organizationId} AND id = ${taskId} AND state IN ('failed', 'stopped')`);
  return touched > 0;
}
