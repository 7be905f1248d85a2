import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { BundleId, OrganizationId, StudyId } from '#lib/platform/ids.ts';
import {
  quarantinedItemSchema,
  quarantineGroupSchema,
  quarantineReasonSchema,
  type QuarantineState,
} from '../domain/quarantine-views.ts';
import type { QuarantineReason } from '../domain/reasons.ts';

/** Which rows of the quarantine. */
export interface QuarantineScope {
  readonly ctx: Pick<Context, 'db' | 'organizationId'>;
  /** Null: every study of the organization. */
  readonly studyIds: readonly string[] | null;
}

/** Rows `q` of the scope, as a condition. */
export function inScope({ ctx, studyIds }: QuarantineScope): SqlStatement {
  return sql`q.organization_id = ${ctx.organizationId}
    AND (${studyIds}::uuid[] IS NULL OR q.study_id = ANY (${studyIds}::uuid[]))`;
}

const groupSchema = quarantineGroupSchema.extend({ count: z.coerce.number() });
export type QuarantineGroup = z.infer<typeof groupSchema>;

/** Open rows by reason, most first. */
export function selectGroups(scope: QuarantineScope): Promise<QuarantineGroup[]> {
  return scope.ctx.db.query(
    groupSchema,
    sql`SELECT q.reason, count(*) AS count, min(q.created_at) AS "oldestAt", max(q.created_at) AS "newestAt"
      FROM quarantined_points q WHERE ${inScope(scope)} AND q.state = 'open' GROUP BY q.reason ORDER BY 2 DESC, 1`,
  );
}

/** Characters of a point's text shown in a list. */
const previewCharacters = 300;

const itemSchema = quarantinedItemSchema.extend({ studyId: z.uuid().transform((id) => id as StudyId) });
export type QuarantinedItem = z.infer<typeof itemSchema>;

const itemColumns = rawSql(`q.id, q.study_id AS "studyId", q.bundle_id AS "bundleId", q.position, q.reason, q.detail,
  left(coalesce(q.edited_content, q.content), ${previewCharacters}) AS preview, q.edited_content IS NOT NULL AS "isEdited",
  q.source_hint AS "sourceHint", q.type_hint AS "typeHint", q.state, q.created_at AS "createdAt",
  q.resolved_at AS "resolvedAt"`);

/** Rows of a state, newest first, going on behind an id. */
export function selectItems(
  scope: QuarantineScope,
  page: {
    readonly state: QuarantineState;
    readonly reason: QuarantineReason | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<QuarantinedItem[]> {
  return scope.ctx.db.query(
    itemSchema,
    sql`SELECT ${itemColumns} FROM quarantined_points q
      WHERE ${inScope(scope)} AND q.state = ${page.state}
        AND (${page.reason}::text IS NULL OR q.reason = ${page.reason})
        AND (${page.after}::uuid IS NULL OR q.id < ${page.after}::uuid)
      ORDER BY q.id DESC LIMIT ${page.limit}`,
  );
}

const wholeSchema = itemSchema.extend({
  content: z.string().nullable(),
  editedContent: z.string().nullable(),
  receivedAt: z.date(),
  door: z.string(),
  claimedSource: z.string().nullable(),
  isEncrypted: z.boolean(),
  compression: z.string(),
  sizeBytes: z.coerce.number(),
});
export type QuarantinedWhole = z.infer<typeof wholeSchema>;

/** One row with its text and what is known of its bundle; null when there is none in the scope. */
export async function selectWhole(scope: QuarantineScope, id: string): Promise<QuarantinedWhole | null> {
  const [row] = await scope.ctx.db.query(
    wholeSchema,
    sql`SELECT ${itemColumns}, q.content, q.edited_content AS "editedContent", b.received_at AS "receivedAt", b.door,
        b.claimed_source AS "claimedSource", b.is_encrypted AS "isEncrypted", b.compression, b.size_bytes AS "sizeBytes"
      FROM quarantined_points q JOIN bundles b ON b.organization_id = q.organization_id AND b.id = q.bundle_id
      WHERE ${inScope(scope)} AND q.id = ${id}`,
  );
  return row ?? null;
}

const replaySchema = z.object({
  id: z.uuid(),
  organizationId: z.uuid().transform((id) => id as OrganizationId),
  studyId: z.uuid().transform((id) => id as StudyId),
  bundleId: z.uuid().transform((id) => id as BundleId),
  position: z.number(),
  reason: quarantineReasonSchema,
  content: z.string().nullable(),
  receivedAt: z.date(),
  isEncrypted: z.boolean(),
  details: z.string().nullable(),
  claimedSource: z.string().nullable(),
  hasBody: z.boolean(),
});
/** What is to be read again: the text as edited, else as sent. */
export type RowToReplay = z.infer<typeof replaySchema>;

function selectToReplay(scope: QuarantineScope, where: SqlStatement): Promise<RowToReplay[]> {
  return scope.ctx.db.query(
    replaySchema,
    sql`SELECT q.id, q.organization_id AS "organizationId", q.study_id AS "studyId", q.bundle_id AS "bundleId",
        q.position, q.reason, coalesce(q.edited_content, q.content) AS content, b.received_at AS "receivedAt",
        b.is_encrypted AS "isEncrypted", b.details::text AS details, b.claimed_source AS "claimedSource",
        b.body IS NOT NULL OR (b.blob_key IS NOT NULL AND b.cleared_at IS NULL) AS "hasBody"
      FROM quarantined_points q JOIN bundles b ON b.organization_id = q.organization_id AND b.id = q.bundle_id
      WHERE ${inScope(scope)} AND q.state = 'open' AND ${where}`,
  );
}

/** Those of the rows that are open. */
export function selectToReplayByIds(scope: QuarantineScope, ids: readonly string[]): Promise<RowToReplay[]> {
  return selectToReplay(scope, sql`q.id = ANY (${ids}::uuid[]) ORDER BY q.id`);
}

/** Open rows of a reason (null: of any), oldest first, going on behind an id. */
export function selectToReplayByReason(
  scope: QuarantineScope,
  page: { readonly reason: QuarantineReason | null; readonly after: string | null; readonly limit: number },
): Promise<RowToReplay[]> {
  return selectToReplay(
    scope,
    sql`(${page.reason}::text IS NULL OR q.reason = ${page.reason})
      AND (${page.after}::uuid IS NULL OR q.id > ${page.after}::uuid) ORDER BY q.id LIMIT ${page.limit}`,
  );
}

const countSchema = z.object({ count: z.coerce.number() });

/** Number of open rows of a reason (null: of any). */
export async function countOpen(scope: QuarantineScope, reason: QuarantineReason | null): Promise<number> {
  const [row] = await scope.ctx.db.query(
    countSchema,
    sql`SELECT count(*) AS count FROM quarantined_points q
      WHERE ${inScope(scope)} AND q.state = 'open' AND (${reason}::text IS NULL OR q.reason = ${reason})`,
  );
  return row?.count ?? 0;
}

const idSchema = z.object({ id: z.uuid() });

/** Locks those of the rows that are still open, in the order of their ids; gives their ids back. */
export async function lockOpen(scope: QuarantineScope, ids: readonly string[]): Promise<Set<string>> {
  const rows = await scope.ctx.db.query(
    idSchema,
    sql`SELECT q.id FROM quarantined_points q WHERE ${inScope(scope)} AND q.state = 'open'
      AND q.id = ANY (${ids}::uuid[]) ORDER BY q.id FOR UPDATE`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Closes open rows; gives the ids of those it closed. */
export async function closeRows(
  scope: QuarantineScope,
  ids: readonly string[],
  closing: { readonly state: 'replayed' | 'dismissed'; readonly by: string | null },
): Promise<string[]> {
  const rows = await scope.ctx.db.query(
    idSchema,
    sql`UPDATE quarantined_points q SET state = ${closing.state}, resolved_at = now(), resolved_by_id = ${closing.by}
      WHERE ${inScope(scope)} AND q.state = 'open' AND q.id = ANY (${ids}::uuid[]) RETURNING q.id`,
  );
  return rows.map(({ id }) => id);
}

/** Dismisses all open rows of a reason; gives their number. */
export function dismissReason(scope: QuarantineScope, reason: QuarantineReason, by: string | null): Promise<number> {
  return scope.ctx.db.execute(
    sql`UPDATE quarantined_points q SET state = 'dismissed', resolved_at = now(), resolved_by_id = ${by}
      WHERE ${inScope(scope)} AND q.state = 'open' AND q.reason = ${reason}`,
  );
}

/** Opens dismissed rows again; gives the ids of those it opened. */
export async function reopenRows(scope: QuarantineScope, ids: readonly string[]): Promise<string[]> {
  const rows = await scope.ctx.db.query(
    idSchema,
    sql`UPDATE quarantined_points q SET state = 'open', resolved_at = NULL, resolved_by_id = NULL
      WHERE ${inScope(scope)} AND q.state = 'dismissed' AND q.id = ANY (${ids}::uuid[]) RETURNING q.id`,
  );
  return rows.map(({ id }) => id);
}

/** Keeps what a person made of a point; null gives the text as sent back. False when the row is not open any more. */
export async function updateEdited(scope: QuarantineScope, id: string, content: string | null): Promise<boolean> {
  const count = await scope.ctx.db.execute(
    sql`UPDATE quarantined_points q SET edited_content = ${content}
      WHERE ${inScope(scope)} AND q.id = ${id} AND q.state = 'open' AND q.content IS NOT NULL`,
  );
  return count === 1;
}

/** Why a row is still wrong after it was read again. */
export interface StillWrong {
  readonly id: string;
  readonly reason: QuarantineReason;
  readonly detail: string;
}

/** Keeps the present reasons of rows. */
export async function updateReasons(scope: QuarantineScope, rows: readonly StillWrong[]): Promise<void> {
  if (rows.length === 0) return;
  await scope.ctx.db.execute(
    sql`UPDATE quarantined_points q SET reason = n.reason, detail = n.detail
      FROM unnest(${textList(rows.map(({ id }) => id), 'uuid')}, ${rows.map(({ reason }) => reason)}::text[],
        ${rows.map(({ detail }) => detail)}::text[]) AS n (id, reason, detail)
      WHERE ${inScope(scope)} AND q.id = n.id AND q.state = 'open'`,
  );
}

/** Lets failed bundles wait again; gives the ids of those that do. */
export async function requeueBundles(scope: QuarantineScope, bundleIds: readonly string[]): Promise<Set<string>> {
  const rows = await scope.ctx.db.query(
    idSchema,
    sql`UPDATE bundles q SET state = 'waiting', processed_at = NULL
      WHERE ${inScope(scope)} AND q.id = ANY (${bundleIds}::uuid[]) AND q.state = 'failed' AND q.cleared_at IS NULL
      RETURNING q.id`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Adds points that were stored after processing to the counts of their bundles. */
export async function addToBundles(scope: QuarantineScope, added: ReadonlyMap<string, number>): Promise<void> {
  if (added.size === 0) return;
  await scope.ctx.db.execute(
    sql`UPDATE bundles q SET new_point_count = q.new_point_count + n.points
      FROM unnest(${textList([...added.keys()], 'uuid')}, ${textList([...added.values()], 'int4')}) AS n (id, points)
      WHERE ${inScope(scope)} AND q.id = n.id`,
  );
}
