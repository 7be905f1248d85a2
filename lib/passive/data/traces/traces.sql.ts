import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { bundleTraceSchema, traceDays, type BundleTrace, type TraceDraft } from '../../domain/traces/bundle-trace.ts';
import type { ViewScope } from '../views.sql.ts';

/** Writes steps of any number of bundles in one statement. */
export async function insertTraces(db: Database, drafts: readonly TraceDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const list = <Value>(read: (draft: TraceDraft) => Value) => drafts.map(read);
  await db.execute(sql`
    INSERT INTO bundle_traces (organization_id, study_id, bundle_id, trace_id, status, bundle_received_at, point_count,
      is_encrypted, compression, error_class, source_id, point_hash)
    SELECT * FROM unnest(${list((draft) => draft.organizationId)}::uuid[], ${list((draft) => draft.studyId)}::uuid[],
      ${list((draft) => draft.bundleId)}::uuid[], ${list((draft) => draft.traceId)}::uuid[],
      ${list((draft) => draft.status)}::text[], ${list((draft) => draft.bundleReceivedAt ?? null)}::timestamptz[],
      ${list((draft) => draft.pointCount ?? null)}::int4[], ${list((draft) => draft.isEncrypted ?? null)}::bool[],
      ${list((draft) => draft.compression ?? null)}::text[], ${list((draft) => draft.errorClass ?? null)}::text[],
      ${list((draft) => draft.sourceId ?? null)}::uuid[], ${list((draft) => draft.pointHash ?? null)}::uuid[])`);
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

const columns = rawSql(`id, study_id AS "studyId", bundle_id AS "bundleId", trace_id AS "traceId", status, at,
  bundle_received_at AS "bundleReceivedAt", point_count AS "pointCount", is_encrypted AS "isEncrypted", compression,
  error_class AS "errorClass", source_id AS "sourceId", point_hash AS "pointHash"`);

export interface TracePage {
  readonly studyIds: readonly string[] | null;
  readonly bundle?: string | undefined;
  readonly status?: string | undefined;
  /** Goes on behind this id. */
  readonly after: number | null;
  readonly limit: number;
}

/** Steps, newest first; `studyIds` null: of every study. */
export function selectTraces({ db, organizationId }: ViewScope, page: TracePage): Promise<BundleTrace[]> {
  return db.query(
    bundleTraceSchema,
    sql`SELECT ${columns} FROM bundle_traces WHERE organization_id = ${organizationId}
        AND (${page.studyIds}::uuid[] IS NULL OR study_id = ANY (${page.studyIds}::uuid[]))
        AND (${page.bundle ?? null}::uuid IS NULL OR bundle_id = ${page.bundle ?? null}::uuid)
        AND (${page.status ?? null}::text IS NULL OR status = ${page.status ?? null}::text)
        AND (${page.after}::int8 IS NULL OR id < ${page.after}::int8)
      ORDER BY id DESC LIMIT ${page.limit}`,
  );
}
