import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { type RefusedState, refusedStates } from '../domain/refused-views.ts';
import { keptRefusalSchema } from '../domain/upload-types.ts';
import { inScope, type QuarantineScope } from './quarantine-rows.sql.ts';

const rowSchema = z.object({
  id: z.uuid(),
  studyId: z.uuid(),
  refusal: keptRefusalSchema,
  state: z.enum(refusedStates),
  receivedAt: z.date(),
  door: z.string(),
  sizeBytes: z.coerce.number(),
  repeatCount: z.number(),
  claimedSource: z.string().nullable(),
  compression: z.string(),
  isEncrypted: z.boolean(),
  fileCount: z.coerce.number(),
  hasBody: z.boolean(),
});
export type RefusedRow = z.infer<typeof rowSchema>;

const states: Readonly<Record<RefusedState, SqlStatement>> = {
  open: rawSql(`q.state = 'refused'`),
  replayed: rawSql(`q.state IN ('waiting', 'processed', 'failed', 'replaced')`),
  dismissed: rawSql(`q.state = 'dismissed'`),
};

const columns = rawSql(`q.id, q.study_id AS "studyId", q.refusal,
  CASE q.state WHEN 'refused' THEN 'open' WHEN 'dismissed' THEN 'dismissed' ELSE 'replayed' END AS state,
  q.received_at AS "receivedAt", q.door, q.size_bytes AS "sizeBytes", q.repeat_count AS "repeatCount",
  q.claimed_source AS "claimedSource", q.compression, q.is_encrypted AS "isEncrypted",
  (SELECT count(*) FROM bundle_files f WHERE f.organization_id = q.organization_id AND f.bundle_id = q.id) AS "fileCount",
  q.cleared_at IS NULL AS "hasBody"`);

const isRefused = rawSql('q.refusal IS NOT NULL');

/** Refused uploads of a state, newest first, going on behind an id. */
export function selectRefused(
  scope: QuarantineScope,
  page: { readonly state: RefusedState; readonly after: string | null; readonly limit: number },
): Promise<RefusedRow[]> {
  return scope.ctx.db.query(
    rowSchema,
    sql`SELECT ${columns} FROM bundles q
      WHERE ${inScope(scope)} AND ${isRefused} AND ${states[page.state]}
        AND (${page.after}::uuid IS NULL OR q.id < ${page.after}::uuid)
      ORDER BY q.id DESC LIMIT ${page.limit}`,
  );
}

/** Refused uploads that nobody has decided on. */
export async function countRefused(scope: QuarantineScope): Promise<number> {
  const [row] = await scope.ctx.db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) AS count FROM bundles q WHERE ${inScope(scope)} AND ${isRefused} AND ${states.open}`,
  );
  return row?.count ?? 0;
}

const wholeSchema = rowSchema.extend({
  organizationId: z.uuid().transform((id) => id as OrganizationId),
  studyId: z.uuid().transform((id) => id as StudyId),
  isBinary: z.boolean(),
  body: z.instanceof(Buffer).nullable(),
  blobKey: z.string().nullable(),
  contentSha256: z.instanceof(Buffer),
});
export type RefusedWhole = z.infer<typeof wholeSchema>;

/** One refused upload with its body; null when there is none in the scope. */
export async function selectRefusedWhole(scope: QuarantineScope, id: string): Promise<RefusedWhole | null> {
  const [row] = await scope.ctx.db.query(
    wholeSchema,
    sql`SELECT ${columns}, q.organization_id AS "organizationId", q.is_binary AS "isBinary", q.body,
        q.blob_key AS "blobKey", q.content_sha256 AS "contentSha256"
      FROM bundles q WHERE ${inScope(scope)} AND ${isRefused} AND q.id = ${id}`,
  );
  return row ?? null;
}

const idSchema = z.object({ id: z.uuid() });

async function change(scope: QuarantineScope, statement: SqlStatement): Promise<string[]> {
  return (await scope.ctx.db.query(idSchema, statement)).map(({ id }) => id);
}

/** Lets refused uploads wait for processing; a nonce given takes the place of the missing one. Gives their ids. */
export function requeueRefused(
  scope: QuarantineScope,
  ids: readonly string[],
  nonce: string | null = null,
): Promise<string[]> {
  return change(
    scope,
    sql`UPDATE bundles q SET state = 'waiting', nonce = coalesce(${nonce}, q.nonce)
      WHERE ${inScope(scope)} AND ${isRefused} AND ${states.open} AND q.cleared_at IS NULL
        AND q.id = ANY (${ids}::uuid[]) RETURNING q.id`,
  );
}

/** Decides on refused uploads: they leave the list and are kept, as long as the study keeps raw bytes. */
export function closeRefused(
  scope: QuarantineScope,
  ids: readonly string[],
  state: 'dismissed' | 'replaced',
): Promise<string[]> {
  return change(
    scope,
    sql`UPDATE bundles q SET state = ${state}, processed_at = now()
      WHERE ${inScope(scope)} AND ${isRefused} AND ${states.open} AND q.id = ANY (${ids}::uuid[]) RETURNING q.id`,
  );
}

/** Takes dismissals back, of uploads whose bytes are still there. */
export function reopenRefused(scope: QuarantineScope, ids: readonly string[]): Promise<string[]> {
  return change(
    scope,
    sql`UPDATE bundles q SET state = 'refused', processed_at = NULL
      WHERE ${inScope(scope)} AND ${isRefused} AND ${states.dismissed} AND q.cleared_at IS NULL
        AND q.id = ANY (${ids}::uuid[]) RETURNING q.id`,
  );
}

/** Gives the files of an upload to the one that takes its place. */
export async function moveFiles(scope: QuarantineScope, from: string, to: string): Promise<void> {
  await scope.ctx.db.execute(
    sql`UPDATE bundle_files SET bundle_id = ${to}
      WHERE organization_id = ${scope.ctx.organizationId} AND bundle_id = ${from}`,
  );
}
