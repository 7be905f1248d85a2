import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId, TaskId } from '#lib/platform/ids.ts';
import { deliveryStateSchema } from '../domain/delivery.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

/** A worker that has not renewed its delivery for so long is gone, seconds. */
const silentSeconds = 60;

const rowSchema = z.object({
  id: z.string(),
  studyId: z.string().transform((id) => id as StudyId),
  taskId: z.string().transform((id) => id as TaskId),
  destinationId: z.string(),
  destinationName: z.string(),
  destinationKind: z.string(),
  state: deliveryStateSchema,
  attempt: z.number(),
  nextAttemptAt: z.date().nullable(),
  sizeBytes: z.coerce.number().nullable(),
  sentBytes: z.coerce.number(),
  path: z.string().nullable(),
  sha256: z.string().nullable(),
  checkedBy: z.string().nullable(),
  errorDetail: z.string().nullable(),
  linkExpiresAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type DeliveryRow = z.output<typeof rowSchema>;

const columns = sql`e.id, e.study_id AS "studyId", e.task_id AS "taskId", e.destination_id AS "destinationId",
  d.name AS "destinationName", d.kind AS "destinationKind", e.state, e.attempt, e.next_attempt_at AS "nextAttemptAt",
  e.size_bytes AS "sizeBytes", e.sent_bytes AS "sentBytes", e.path, e.sha256, e.checked_by AS "checkedBy", e.error_detail AS "errorDetail",
  e.link_expires_at AS "linkExpiresAt", e.finished_at AS "finishedAt"`;

const joined = sql`export_deliveries e
  JOIN export_destinations d ON d.organization_id = e.organization_id AND d.id = e.destination_id`;

/** What becomes of the archives of some tasks, by destination. */
export function listDeliveryRows({ db, organizationId }: Scope, taskIds: readonly TaskId[]): Promise<DeliveryRow[]> {
  return db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${joined}
      WHERE e.organization_id = ${organizationId} AND e.task_id = ANY(${taskIds}::uuid[]) ORDER BY lower(d.name), e.id`,
  );
}

export async function findDeliveryRow({ db, organizationId }: Scope, id: string): Promise<DeliveryRow | null> {
  const rows = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${joined} WHERE e.organization_id = ${organizationId} AND e.id = ${id}`,
  );
  return rows[0] ?? null;
}

export interface PlannedDelivery {
  readonly id: string;
  readonly studyId: StudyId;
  readonly taskId: TaskId;
  readonly destinationId: string;
  readonly at: Date;
}

export async function insertDelivery({ db, organizationId }: Scope, delivery: PlannedDelivery): Promise<void> {
  const { id, studyId, taskId, destinationId, at } = delivery;
  await db.execute(sql`
    INSERT INTO export_deliveries (organization_id, id, study_id, task_id, destination_id, created_at)
    VALUES (${organizationId}, ${id}, ${studyId}, ${taskId}, ${destinationId}, ${at})`);
}

const idSchema = z.object({ id: z.string() });

/** Lets the deliveries of a task that has its archive begin; gives their ids. */
export async function releaseDeliveries({ db, organizationId }: Scope, taskId: TaskId, at: Date): Promise<string[]> {
  const rows = await db.query(
    idSchema,
    sql`UPDATE export_deliveries SET state = 'waiting', next_attempt_at = ${at}
      WHERE organization_id = ${organizationId} AND task_id = ${taskId} AND state = 'pending' RETURNING id`,
  );
  return rows.map(({ id }) => id);
}

const claimedSchema = z.object({
  attempt: z.number(),
  memory: z.json().nullable(),
  taskId: z.string().transform((id) => id as TaskId),
  destinationId: z.string(),
});
export type ClaimedDelivery = z.output<typeof claimedSchema>;

/** Takes a delivery whose time has come, or whose worker is gone; null: it is somebody else's, or over. */
export async function claimDelivery({ db, organizationId }: Scope, id: string): Promise<ClaimedDelivery | null> {
  const rows = await db.query(
    claimedSchema,
    sql`UPDATE export_deliveries SET state = 'sending', attempt = attempt + 1, beat_at = now(), error_code = NULL,
        error_detail = NULL
      WHERE organization_id = ${organizationId} AND id = ${id}
        AND (state = 'waiting' AND next_attempt_at <= now()
          OR state = 'sending' AND beat_at < now() - ${silentSeconds} * interval '1 second')
      RETURNING attempt, memory, task_id AS "taskId", destination_id AS "destinationId"`,
  );
  return rows[0] ?? null;
}

/** One try at a delivery; writes of a try that somebody else has taken over change nothing. */
export interface DeliveryTry extends Scope {
  readonly id: string;
  readonly attempt: number;
}

const mine = ({ organizationId, id, attempt }: DeliveryTry) =>
  sql`organization_id = ${organizationId} AND id = ${id} AND attempt = ${attempt} AND state = 'sending'`;

/** Says that the try lives; false: it is over for this worker. */
export async function beatDelivery(held: DeliveryTry, sentBytes: number): Promise<boolean> {
  const rows = await held.db.execute(
    sql`UPDATE export_deliveries SET beat_at = now(), sent_bytes = ${sentBytes}::bigint WHERE ${mine(held)}`,
  );
  return rows === 1;
}

/** Where the archive goes, known before the first byte. */
export async function noteDeliveryTarget(
  held: DeliveryTry,
  target: { readonly path: string | null; readonly sizeBytes: number; readonly sha256: string },
): Promise<void> {
  await held.db.execute(
    sql`UPDATE export_deliveries SET path = ${target.path}, size_bytes = ${target.sizeBytes}::bigint,
      sha256 = ${target.sha256} WHERE ${mine(held)}`,
  );
}

export async function rememberForDelivery(held: DeliveryTry, memory: object): Promise<void> {
  await held.db.execute(
    sql`UPDATE export_deliveries SET memory = ${JSON.stringify(memory)}::json WHERE ${mine(held)}`,
  );
}

export async function finishDelivery(held: DeliveryTry, checkedBy: string | null): Promise<void> {
  await held.db.execute(
    sql`UPDATE export_deliveries SET state = 'delivered', checked_by = ${checkedBy}, sent_bytes = coalesce(size_bytes, 0),
      memory = NULL, finished_at = now() WHERE ${mine(held)}`,
  );
}

/** Sets down the link that a mail carries, before it is sent: a mail whose link is unknown is worth nothing. */
export async function noteDeliveryLink(
  held: DeliveryTry,
  link: { readonly hash: string; readonly expiresAt: Date },
): Promise<void> {
  await held.db.execute(
    sql`UPDATE export_deliveries SET link_hash = ${link.hash}, link_expires_at = ${link.expiresAt} WHERE ${mine(held)}`,
  );
}

export interface FailedTry {
  readonly code: string;
  readonly detail: string;
  /** Null: not tried again. */
  readonly nextAttemptAt: Date | null;
}

/** Gives false when the try was somebody else's by then. */
export async function failDelivery(held: DeliveryTry, { code, detail, nextAttemptAt }: FailedTry): Promise<boolean> {
  const state = nextAttemptAt === null ? 'failed' : 'waiting';
  const rows = await held.db.execute(
    sql`UPDATE export_deliveries SET state = ${state}, error_code = ${code}, error_detail = ${detail},
      next_attempt_at = ${nextAttemptAt}, finished_at = ${nextAttemptAt === null ? new Date() : null}::timestamptz
      WHERE ${mine(held)}`,
  );
  return rows === 1;
}

/** The worker ends: the try does not count. */
export async function giveDeliveryBack(held: DeliveryTry): Promise<void> {
  await held.db.execute(
    sql`UPDATE export_deliveries SET state = 'waiting', attempt = attempt - 1, next_attempt_at = now() WHERE ${mine(held)}`,
  );
}

/** A person gives up on it; false when it was over already. */
export async function stopDeliveryRow({ db, organizationId }: Scope, id: string, at: Date): Promise<boolean> {
  const rows = await db.execute(
    sql`UPDATE export_deliveries SET state = 'stopped', finished_at = ${at}
      WHERE organization_id = ${organizationId} AND id = ${id} AND state IN ('pending', 'waiting', 'sending')`,
  );
  return rows === 1;
}

/** Gives up on archives that were removed because somebody in them was erased; what is being sent ends with its next beat. */
export async function stopDeliveriesOfRemoved({ db, organizationId }: Scope, at: Date): Promise<void> {
  await db.execute(
    sql`UPDATE export_deliveries e SET state = 'stopped', finished_at = ${at} FROM tasks t
      WHERE e.organization_id = ${organizationId} AND e.state IN ('pending', 'waiting', 'sending')
        AND t.organization_id = e.organization_id AND t.id = e.task_id AND t.result_removed_at IS NOT NULL`,
  );
}

/** A person wants it tried again, or at once; false when it is delivered or on its way. */
export async function restartDeliveryRow({ db, organizationId }: Scope, id: string, at: Date): Promise<boolean> {
  const rows = await db.execute(
    sql`UPDATE export_deliveries SET state = 'waiting', attempt = 0, next_attempt_at = ${at}, finished_at = NULL
      WHERE organization_id = ${organizationId} AND id = ${id} AND state IN ('waiting', 'failed', 'stopped')`,
  );
  return rows === 1;
}

const idleSchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  id: z.string(),
});
export type IdleDelivery = z.output<typeof idleSchema>;

/** Deliveries that nobody works on although they could go on: their job is lost. Of all organizations; for the clock. */
export function selectIdleDeliveries(db: Database, limit: number): Promise<IdleDelivery[]> {
  return db.query(
    idleSchema,
    sql`SELECT organization_id AS "organizationId", id FROM export_deliveries
      WHERE state = 'waiting' AND next_attempt_at < now() - ${silentSeconds} * interval '1 second'
        OR state = 'sending' AND beat_at < now() - ${silentSeconds} * interval '1 second'
      ORDER BY next_attempt_at LIMIT ${limit}`,
  );
}

const readySchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  taskId: z.string().transform((id) => id as TaskId),
});

/** Tasks that have their archive while a delivery of theirs still waits for it. Of all organizations; for the clock. */
export function selectUnreleasedTasks(
  db: Database,
  limit: number,
): Promise<{ readonly organizationId: OrganizationId; readonly taskId: TaskId }[]> {
  return db.query(
    readySchema,
    sql`SELECT DISTINCT e.organization_id AS "organizationId", e.task_id AS "taskId" FROM export_deliveries e
      JOIN tasks t ON t.organization_id = e.organization_id AND t.id = e.task_id
      WHERE e.state = 'pending' AND t.state = 'succeeded' AND t.result_blob_key IS NOT NULL
        AND t.finished_at < now() - interval '30 seconds'
      LIMIT ${limit}`,
  );
}

const linkSchema = z.object({
  id: z.string(),
  organizationId: z.string().transform((id) => id as OrganizationId),
  taskId: z.string().transform((id) => id as TaskId),
  expiresAt: z.date(),
});
export type LinkedArchive = z.output<typeof linkSchema>;

/** The archive that a mailed link opens at this moment; the token's hash or the delivery's id names it. */
export async function findLinkedArchive(
  db: Database,
  by: { readonly hash: string } | { readonly id: string; readonly organizationId: string },
  at: Date,
): Promise<LinkedArchive | null> {
  const named =
    'hash' in by ? sql`e.link_hash = ${by.hash}` : sql`e.organization_id = ${by.organizationId} AND e.id = ${by.id}`;
  const rows = await db.query(
    linkSchema,
    sql`SELECT e.id, e.organization_id AS "organizationId", e.task_id AS "taskId", e.link_expires_at AS "expiresAt"
      FROM ${joined} JOIN organizations o ON o.id = e.organization_id
      WHERE ${named} AND e.link_expires_at > ${at} AND d.archived_at IS NULL AND o.archived_at IS NULL
        AND e.state <> 'stopped'`,
  );
  return rows[0] ?? null;
}
