import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { waitingBundleColumns, waitingBundleSchema, type WaitingBundle } from './claims.sql.ts';
import type { ViewScope } from './views.sql.ts';

const countSchema = z.object({ count: z.coerce.number() });

/** Bundles of a study, received until a moment, that processing has not taken yet. */
export async function countWaitingUntil(scope: ViewScope, studyId: string, until: Date): Promise<number> {
  const [row] = await scope.db.query(
    countSchema,
    sql`SELECT count(*) AS count FROM bundles b WHERE b.organization_id = ${scope.organizationId}
      AND b.study_id = ${studyId} AND b.state = 'waiting' AND b.received_at <= ${until}`,
  );
  return row?.count ?? 0;
}

/** Bundles of a study whose bytes are there, in the order of their ids, going on behind one. */
export function selectBundlesWithBytes(
  scope: ViewScope,
  studyId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<WaitingBundle[]> {
  return scope.db.query(
    waitingBundleSchema,
    sql`SELECT ${waitingBundleColumns} FROM bundles b
      WHERE b.organization_id = ${scope.organizationId} AND b.study_id = ${studyId} AND b.state <> 'waiting'
        AND (b.body IS NOT NULL OR b.blob_key IS NOT NULL)
        AND b.id > coalesce(${page.after}::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
      ORDER BY b.organization_id, b.id LIMIT ${page.limit}`,
  );
}

/** A bundle whose bytes are there; null: there is none, or they are gone. */
export async function findBundleWithBytes(scope: ViewScope, bundleId: string): Promise<WaitingBundle | null> {
  const [bundle] = await scope.db.query(
    waitingBundleSchema,
    sql`SELECT ${waitingBundleColumns} FROM bundles b
      WHERE b.organization_id = ${scope.organizationId} AND b.id = ${bundleId}
        AND (b.body IS NOT NULL OR b.blob_key IS NOT NULL)`,
  );
  return bundle ?? null;
}

export interface RewrittenBundle {
  readonly id: string;
  /** What stays, in the row or in the store. */
  readonly body: Buffer | null;
  readonly blobKey: string | null;
  readonly sizeBytes: number;
  readonly forgetsSender: boolean;
}

/**
 * Puts what stays in place of a bundle's bytes. Its hash stays: a repeat of the whole is known as one. From now on its bytes
 * are plain JSON whatever its flags say of how it came.
 */
export async function updateRewrittenBundle(scope: ViewScope, bundle: RewrittenBundle): Promise<void> {
  const isGone = bundle.body === null && bundle.blobKey === null;
  await scope.db.execute(sql`
    UPDATE bundles SET body = ${bundle.body}, blob_key = ${bundle.blobKey}, size_bytes = ${bundle.sizeBytes},
      is_rewritten = true, nonce = NULL, cleared_at = CASE WHEN ${isGone}::boolean THEN now() END,
      claimed_source = CASE WHEN ${bundle.forgetsSender}::boolean THEN NULL ELSE claimed_source END,
      details = CASE WHEN ${isGone}::boolean THEN NULL ELSE details END,
      refusal = CASE WHEN ${isGone}::boolean AND refusal IS NOT NULL
        THEN json_build_object('reason', refusal ->> 'reason', 'remoteAddress', NULL, 'userAgent', NULL) ELSE refusal END
    WHERE organization_id = ${scope.organizationId} AND id = ${bundle.id}`);
}

const fileSchema = z.object({ id: z.guid(), blobKey: z.string() });

/** Files that points of the source name and no point of another does. */
export function selectFilesOfSource(scope: ViewScope, sourceId: string, limit: number): Promise<z.infer<typeof fileSchema>[]> {
  return scope.db.query(
    fileSchema,
    sql`SELECT DISTINCT f.id, f.blob_key AS "blobKey" FROM attachment_links l
      JOIN bundle_files f ON f.organization_id = l.organization_id AND f.id = l.file_id
      WHERE l.organization_id = ${scope.organizationId} AND l.source_id = ${sourceId}
        AND NOT EXISTS (SELECT 1 FROM attachment_links o WHERE o.organization_id = l.organization_id
          AND o.file_id = l.file_id AND o.source_id <> l.source_id)
      LIMIT ${limit}`,
  );
}

/** Files of a bundle that no point names. */
export function selectUnnamedFiles(scope: ViewScope, bundleId: string): Promise<z.infer<typeof fileSchema>[]> {
  return scope.db.query(
    fileSchema,
    sql`SELECT f.id, f.blob_key AS "blobKey" FROM bundle_files f
      WHERE f.organization_id = ${scope.organizationId} AND f.bundle_id = ${bundleId}
        AND NOT EXISTS (SELECT 1 FROM attachment_links o WHERE o.organization_id = f.organization_id AND o.file_id = f.id)`,
  );
}

/** Takes files out of the list; their bytes are gone already. */
export async function deleteFileRows(scope: ViewScope, ids: readonly string[]): Promise<void> {
  await scope.db.execute(
    sql`DELETE FROM bundle_files WHERE organization_id = ${scope.organizationId} AND id = ANY (${ids}::uuid[])`,
  );
}

/** Takes out of quarantine what names a source, in whatever state it is; gives the number. */
export function deleteQuarantinedOf(
  scope: ViewScope,
  source: { readonly studyId: string; readonly names: readonly string[] },
): Promise<number> {
  const quoted = source.names.map((name) => JSON.stringify(name));
  return scope.db.execute(sql`
    DELETE FROM quarantined_points q WHERE q.organization_id = ${scope.organizationId} AND q.study_id = ${source.studyId}
      AND (q.source_hint = ANY (${source.names}::text[]) OR EXISTS (SELECT 1 FROM unnest(${quoted}::text[]) AS n (name)
        WHERE position(n.name IN coalesce(q.content, '') || coalesce(q.edited_content, '')) > 0))`);
}
