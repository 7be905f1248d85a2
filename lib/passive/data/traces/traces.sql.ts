import { z } from 'zod';
import { containing } from '#lib/platform/db/containing.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import {
  listedTraceSchema,
  traceDays,
  troubleStatuses,
  type ListedTrace,
  type TraceDraft,
  type TraceStatus,
} from '../../domain/traces/bundle-trace.ts';
import type { ViewScope } from '../views.sql.ts';

/**
 * Writes steps of any number of bundles in one statement. Each has the time at which it is written: that of the transaction
 * is of its beginning, before steps that others wrote meanwhile.
 */
export async function insertTraces(db: Database, drafts: readonly TraceDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const list = <Value>(read: (draft: TraceDraft) => Value) => drafts.map(read);
  await db.execute(sql`
    INSERT INTO bundle_traces (organization_id, study_id, bundle_id, trace_id, status, bundle_received_at, point_count,
      is_encrypted, compression, error_class, source_id, point_hash, at)
    SELECT n.*, clock_timestamp() FROM unnest(${list((draft) => draft.organizationId)}::uuid[], ${list((draft) => draft.studyId)}::uuid[],
      ${list((draft) => draft.bundleId)}::uuid[], ${list((draft) => draft.traceId)}::uuid[],
      ${list((draft) => draft.status)}::text[], ${list((draft) => draft.bundleReceivedAt ?? null)}::timestamptz[],
      ${list((draft) => draft.pointCount ?? null)}::int4[], ${list((draft) => draft.isEncrypted ?? null)}::bool[],
      ${list((draft) => draft.compression ?? null)}::text[], ${list((draft) => draft.errorClass ?? null)}::text[],
      ${list((draft) => draft.sourceId ?? null)}::uuid[], ${list((draft) => draft.pointHash ?? null)}::uuid[]) AS n`);
}

/** Notes that the raw bytes of bundles are gone, for studies that want to know; in the caller's transaction. */
export async function insertDeletedTraces(
  db: Database,
  bundles: readonly { readonly organizationId: string; readonly id: string }[],
): Promise<void> {
  await db.execute(sql`
    INSERT INTO bundle_traces (organization_id, study_id, bundle_id, trace_id, status, bundle_received_at, point_count,
      is_encrypted, compression)
    SELECT b.organization_id, b.study_id, b.id, b.id, 'deleted', b.received_at, b.point_count, b.is_encrypted, b.compression
    FROM unnest(${bundles.map(({ organizationId }) => organizationId)}::uuid[], ${bundles.map(({ id }) => id)}::uuid[])
      AS n (organization_id, id)
    JOIN bundles b ON b.organization_id = n.organization_id AND b.id = n.id
    JOIN studies s ON s.organization_id = b.organization_id AND s.id = b.study_id AND s.traces_bundles`);
}

/** Notes that points could not be sent on to another server, for a study that wants to know. */
export async function insertFailedUpload(
  { db, organizationId }: ViewScope,
  { batchId, errorClass }: { readonly batchId: string; readonly errorClass: string },
): Promise<void> {
  await db.execute(sql`
    INSERT INTO bundle_traces (organization_id, study_id, trace_id, status, point_count, error_class, source_id)
    SELECT c.organization_id, c.study_id, f.id, 'upload_failed', f.point_count, ${errorClass}, c.id
    FROM forwarded_batches f JOIN sources c ON c.organization_id = f.organization_id AND c.id = f.source_id
    JOIN studies s ON s.organization_id = c.organization_id AND s.id = c.study_id AND s.traces_bundles
    WHERE f.organization_id = ${organizationId} AND f.id = ${batchId}`);
}

/** Lets go of what is older than {@link traceDays}, some at a time; gives the number. Of all organizations; for the clock. */
export function deleteOldTraces(db: Database, limit: number): Promise<number> {
  return db.execute(sql`
    DELETE FROM bundle_traces t USING (SELECT organization_id, id FROM bundle_traces
      WHERE at < now() - ${traceDays}::int * interval '1 day' LIMIT ${limit}) o
    WHERE t.organization_id = o.organization_id AND t.id = o.id`);
}

const columns = rawSql(`t.id, t.study_id AS "studyId", st.name AS "studyName", t.bundle_id AS "bundleId",
  t.trace_id AS "traceId", t.status, t.at, t.bundle_received_at AS "bundleReceivedAt", t.point_count AS "pointCount",
  t.is_encrypted AS "isEncrypted", t.compression, t.error_class AS "errorClass", t.source_id AS "sourceId",
  c.identifier AS "sourceIdentifier", t.point_hash AS "pointHash"`);

export interface TracePage {
  /** Null: of every study. */
  readonly studyIds: readonly string[] | null;
  readonly bundle?: string | undefined;
  readonly status?: TraceStatus | undefined;
  /** A bundle, a run or a source by its id; else part of a source's identifier or of an error. */
  readonly text?: string | undefined;
  /** Goes on behind this id. */
  readonly after: number | null;
  readonly limit: number;
}

/** Steps, newest first. */
export function selectTraces({ db, organizationId }: ViewScope, page: TracePage): Promise<ListedTrace[]> {
  const { studyIds, bundle, status, after } = page;
  const conditions = [
    sql`t.organization_id = ${organizationId}`,
    ...(studyIds === null ? [] : [sql`t.study_id = ANY (${studyIds}::uuid[])`]),
    ...(bundle === undefined ? [] : [sql`t.bundle_id = ${bundle}::uuid`]),
    ...(status === undefined ? [] : [isOfStatus(status)]),
    ...(page.text ? [isAbout(organizationId, page.text)] : []),
    ...(after === null ? [] : [sql`t.id < ${after}::int8`]),
  ];
  return db.query(
    listedTraceSchema,
    sql`SELECT ${columns} FROM bundle_traces t
      JOIN studies st ON st.organization_id = t.organization_id AND st.id = t.study_id
      LEFT JOIN sources c ON c.organization_id = t.organization_id AND c.id = t.source_id
      WHERE ${joinSql(conditions, ' AND ')} ORDER BY t.id DESC LIMIT ${page.limit}`,
  );
}

/** Troubles are few among many steps: in these words the index of them is found. */
function isOfStatus(status: TraceStatus): SqlStatement {
  const isTrouble = (troubleStatuses as readonly string[]).includes(status);
  return isTrouble
    ? sql`t.status = ${status} AND t.status IN ('errored', 'upload_failed')`
    : sql`t.status = ${status}`;
}

function isAbout(organizationId: string, text: string): SqlStatement {
  if (z.guid().safeParse(text).success) {
    return sql`(t.bundle_id = ${text}::uuid OR t.source_id = ${text}::uuid OR t.trace_id = ${text}::uuid)`;
  }
  return sql`(t.error_class ILIKE ${containing(text)} OR t.source_id IN (SELECT s.id FROM sources s
    WHERE s.organization_id = ${organizationId} AND s.identifier ILIKE ${containing(text)}))`;
}
