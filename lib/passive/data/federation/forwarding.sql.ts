import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const organizationSchema = z.string().transform((id) => id as OrganizationId);

const leavingSchema = z.object({
  organizationId: organizationSchema,
  studyId: z.string(),
  sourceId: z.string(),
  peerId: z.string(),
});
export type LeavingSource = z.infer<typeof leavingSchema>;

/** Sources that belong to a peer and have points here, of every organization. */
export function selectLeavingSources(db: Context['db'], limit: number): Promise<LeavingSource[]> {
  return db.query(
    leavingSchema,
    sql`SELECT s.organization_id AS "organizationId", o.study_id AS "studyId", s.source_id AS "sourceId", s.peer_id AS "peerId"
      FROM source_peers s JOIN sources o ON o.organization_id = s.organization_id AND o.id = s.source_id
      WHERE EXISTS (SELECT 1 FROM source_types t WHERE t.organization_id = s.organization_id AND t.source_id = s.source_id)
      ORDER BY s.assigned_at LIMIT ${limit}`,
  );
}

const takenSchema = z.object({
  source: z.string(),
  type: z.string(),
  createdAtUs: z.coerce.number(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  properties: z.string(),
  extras: z.string().nullable(),
  envelopeId: z.number(),
  fileIds: z.array(z.string()),
});
export type TakenPoint = z.infer<typeof takenSchema>;

const keys = (alias: string) =>
  rawSql(
    ['organization_id', 'source_id', 'type_id', 'created_at', 'content_hash'].map((name) => `${alias}.${name}`).join(', '),
  );

/** Takes some points of a source out of the table, oldest first within a type, with the files they name; in the caller's transaction. */
export function takePoints(
  { db, organizationId }: Scope,
  { sourceId, peerId, limit }: { readonly sourceId: string; readonly peerId: string; readonly limit: number },
): Promise<TakenPoint[]> {
  return db.query(
    takenSchema,
    sql`WITH taken AS (
        SELECT ${keys('p')} FROM data_points p
        WHERE p.organization_id = ${organizationId} AND p.source_id = ${sourceId}
          -- Decided again here: the source may have been brought back meanwhile.
          AND EXISTS (SELECT 1 FROM source_peers a WHERE a.organization_id = p.organization_id
            AND a.source_id = p.source_id AND a.peer_id = ${peerId})
        ORDER BY p.type_id, p.created_at, p.content_hash LIMIT ${limit}
      ), gone AS (
        DELETE FROM data_points p USING taken t WHERE (${keys('p')}) = (${keys('t')}) RETURNING p.*
      ), unlinked AS (
        DELETE FROM attachment_links l USING gone g WHERE (${keys('l')}) = (${keys('g')})
        RETURNING l.type_id, l.created_at, l.content_hash, l.file_id
      )
      SELECT s.identifier AS source, d.identifier AS type, (extract(epoch from g.created_at) * 1000000)::int8 AS "createdAtUs",
        ST_X(g.geom) AS lon, ST_Y(g.geom) AS lat, g.properties::text AS properties, g.extras::text AS extras,
        g.envelope_id AS "envelopeId", ARRAY(SELECT u.file_id::text FROM unlinked u WHERE u.type_id = g.type_id
          AND u.created_at = g.created_at AND u.content_hash = g.content_hash) AS "fileIds"
      FROM gone g JOIN sources s ON s.organization_id = g.organization_id AND s.id = g.source_id
      JOIN data_types d ON d.organization_id = g.organization_id AND d.id = g.type_id
      ORDER BY g.type_id, g.created_at, g.content_hash`,
  );
}

export interface NewBatch {
  readonly id: string;
  readonly peerId: string;
  readonly sourceId: string;
  readonly pointCount: number;
  readonly body: Buffer;
  readonly fileIds: readonly string[];
  readonly at: Date;
}

export async function insertBatch({ db, organizationId }: Scope, batch: NewBatch): Promise<void> {
  await db.execute(sql`
    INSERT INTO forwarded_batches (organization_id, id, peer_id, source_id, point_count, body, file_ids, created_at, next_attempt_at)
    VALUES (${organizationId}, ${batch.id}, ${batch.peerId}, ${batch.sourceId}, ${batch.pointCount}, ${batch.body},
      ${batch.fileIds}::uuid[], ${batch.at}, ${batch.at})`);
}

const dueSchema = z.object({
  organizationId: organizationSchema,
  id: z.string(),
  peerId: z.string(),
  uploadUrl: z.string(),
  pointCount: z.number(),
  body: z.instanceof(Buffer),
  fileIds: z.array(z.string()),
  /** Counting this one. */
  attempts: z.number(),
});
export type DueBatch = z.infer<typeof dueSchema>;

/**
 * Takes batches that are due for this worker, oldest first, of peers that are not failing at the moment: nobody else sees
 * them before `until`, and a killed worker's come back then. Of every organization.
 */
export function takeDueBatches(
  db: Context['db'],
  { at, until, limit, failing }: { readonly at: Date; readonly until: Date; readonly limit: number; readonly failing: readonly string[] },
): Promise<DueBatch[]> {
  return db.query(
    dueSchema,
    sql`WITH due AS (
        SELECT organization_id, id FROM forwarded_batches
        WHERE next_attempt_at <= ${at} AND peer_id <> ALL (${failing}::uuid[])
        ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      UPDATE forwarded_batches b SET attempts = b.attempts + 1, next_attempt_at = ${until}
      FROM due, peer_servers p
      WHERE b.organization_id = due.organization_id AND b.id = due.id
        AND p.organization_id = b.organization_id AND p.id = b.peer_id
      RETURNING b.organization_id AS "organizationId", b.id, b.peer_id AS "peerId", p.upload_url AS "uploadUrl",
        b.point_count AS "pointCount", b.body, b.file_ids::text[] AS "fileIds", b.attempts`,
  );
}

/** The peer has the batch: it is forgotten here, and counted, in the caller's transaction. */
export async function deleteSentBatch({ db, organizationId }: Scope, batch: DueBatch, at: Date): Promise<void> {
  const gone = await db.execute(
    sql`DELETE FROM forwarded_batches WHERE organization_id = ${organizationId} AND id = ${batch.id}`,
  );
  if (gone === 0) return;
  await db.execute(sql`UPDATE peer_servers SET forwarded_points = forwarded_points + ${batch.pointCount}, last_forwarded_at = ${at}
    WHERE organization_id = ${organizationId} AND id = ${batch.peerId}`);
}

/** The peer did not take the batch: it is tried again. */
export async function postponeBatch(
  { db, organizationId }: Scope,
  id: string,
  { error, next }: { readonly error: string; readonly next: Date },
): Promise<void> {
  await db.execute(sql`UPDATE forwarded_batches SET last_error = ${error}, next_attempt_at = ${next}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

const fileSchema = z.object({
  id: z.string(),
  identifier: z.string(),
  fileName: z.string(),
  contentType: z.string(),
  sizeBytes: z.coerce.number(),
  blobKey: z.string(),
});
export type FileToForward = z.infer<typeof fileSchema>;

/** The attachments of a batch that are still kept. */
export function selectFilesToForward({ db, organizationId }: Scope, ids: readonly string[]): Promise<FileToForward[]> {
  return db.query(
    fileSchema,
    sql`SELECT id, identifier, file_name AS "fileName", content_type AS "contentType", size_bytes AS "sizeBytes",
        blob_key AS "blobKey" FROM bundle_files
      WHERE organization_id = ${organizationId} AND id = ANY (${ids}::uuid[]) ORDER BY id`,
  );
}
