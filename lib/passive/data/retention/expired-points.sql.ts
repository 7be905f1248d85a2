import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { ExpiringPair } from './rules.sql.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const goneSchema = z.object({ createdAtUs: z.coerce.number(), contentHash: z.string() });
export type GonePoint = z.infer<typeof goneSchema>;

/** Removes some points of a pair that are before its instant by both clocks, oldest first. In a transaction. */
export function deleteExpired(
  { db, organizationId }: Scope,
  { sourceId, typeId, before }: ExpiringPair,
  limit: number,
): Promise<GonePoint[]> {
  return db.query(
    goneSchema,
    sql`WITH old AS (
        SELECT p.created_at, p.content_hash FROM data_points p
        WHERE p.organization_id = ${organizationId} AND p.source_id = ${sourceId} AND p.type_id = ${typeId}
          AND p.created_at < ${before} AND p.recorded_at < ${before}
        ORDER BY p.created_at, p.content_hash LIMIT ${limit})
      DELETE FROM data_points p USING old
      WHERE p.organization_id = ${organizationId} AND p.source_id = ${sourceId} AND p.type_id = ${typeId}
        AND p.created_at = old.created_at AND p.content_hash = old.content_hash
        AND p.created_at < ${before}
      RETURNING (extract(epoch FROM p.created_at) * 1000000)::int8 AS "createdAtUs", p.content_hash AS "contentHash"`,
  );
}

/** Takes removed points off the running totals of their source, its type and its hours. In a transaction, after them. */
export async function takeOffTotals(
  { db, organizationId }: Scope,
  { sourceId, typeId }: ExpiringPair,
  gone: readonly GonePoint[],
): Promise<void> {
  await db.execute(
    sql`UPDATE sources SET point_count = greatest(point_count - ${gone.length}::int8, 0)
      WHERE organization_id = ${organizationId} AND id = ${sourceId}`,
  );
  await db.execute(
    sql`UPDATE source_types t SET point_count = greatest(t.point_count - ${gone.length}::int8, 0),
        first_created_at = coalesce((SELECT p.created_at FROM data_points p WHERE p.organization_id = t.organization_id
          AND p.source_id = t.source_id AND p.type_id = t.type_id ORDER BY p.created_at LIMIT 1), t.first_created_at),
        last_created_at = coalesce((SELECT p.created_at FROM data_points p WHERE p.organization_id = t.organization_id
          AND p.source_id = t.source_id AND p.type_id = t.type_id ORDER BY p.created_at DESC LIMIT 1), t.last_created_at)
      WHERE t.organization_id = ${organizationId} AND t.source_id = ${sourceId} AND t.type_id = ${typeId}`,
  );
  await db.execute(
    sql`DELETE FROM source_types WHERE organization_id = ${organizationId} AND source_id = ${sourceId}
        AND type_id = ${typeId} AND point_count = 0`,
  );
  const hourUs = 3_600_000_000;
  const hours = new Map<number, number>();
  for (const { createdAtUs } of gone) {
    const hour = Math.floor(createdAtUs / hourUs);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  const list = [...hours].sort(([a], [b]) => a - b);
  await db.execute(
    sql`UPDATE source_hours h SET point_count = greatest(h.point_count - n.points, 0)
      FROM unnest(${textList(list.map(([hour]) => hour), 'float8')}, ${textList(list.map(([, points]) => points), 'int4')})
        AS n (hour, points)
      WHERE h.organization_id = ${organizationId} AND h.source_id = ${sourceId} AND h.type_id = ${typeId}
        AND h.hour_at = timestamptz 'epoch' + n.hour * interval '1 hour'`,
  );
  await db.execute(
    sql`DELETE FROM source_hours WHERE organization_id = ${organizationId} AND source_id = ${sourceId}
        AND type_id = ${typeId} AND point_count = 0`,
  );
  // What charts draw goes hour by hour: of the hour in which the limit lies, when it is empty.
  await db.execute(
    sql`DELETE FROM source_aggregates a
      WHERE a.organization_id = ${organizationId} AND a.source_id = ${sourceId} AND a.type_id = ${typeId}
        AND a.hour_at <= timestamptz 'epoch' + ${list.at(-1)?.[0] ?? 0}::float8 * interval '1 hour'
        AND NOT EXISTS (SELECT 1 FROM source_hours h WHERE h.organization_id = a.organization_id
          AND h.source_id = a.source_id AND h.type_id = a.type_id AND h.hour_at = a.hour_at)`,
  );
}

/** Unlinks files from removed points, and marks those that no point names any more. In a transaction. */
export async function releaseFiles(
  { db, organizationId }: Scope,
  { sourceId, typeId }: ExpiringPair,
  { gone, at }: { readonly gone: readonly GonePoint[]; readonly at: Date },
): Promise<void> {
  await db.execute(
    sql`WITH unlinked AS (
        DELETE FROM attachment_links l
        USING unnest(${textList(gone.map(({ createdAtUs }) => createdAtUs), 'float8')},
          ${textList(gone.map(({ contentHash }) => contentHash), 'uuid')}) AS n (created, content_hash)
        WHERE l.organization_id = ${organizationId} AND l.source_id = ${sourceId} AND l.type_id = ${typeId}
          AND l.created_at = timestamptz 'epoch' + n.created * interval '1 microsecond'
          AND l.content_hash = n.content_hash
        RETURNING l.file_id, l.created_at, l.content_hash)
      UPDATE bundle_files f SET released_at = ${at}
      WHERE f.organization_id = ${organizationId} AND f.id IN (SELECT u.file_id FROM unlinked u)
        AND NOT EXISTS (SELECT 1 FROM attachment_links o WHERE o.organization_id = f.organization_id AND o.file_id = f.id
          AND NOT EXISTS (SELECT 1 FROM unlinked u WHERE u.file_id = o.file_id AND u.created_at = o.created_at
            AND u.content_hash = o.content_hash AND o.source_id = ${sourceId} AND o.type_id = ${typeId}))`,
  );
}

const fileSchema = z.object({ id: z.string(), blobKey: z.string(), isShared: z.boolean() });

/** Files of a study that were released and are still there, unless a point has named them again. */
export function selectReleasedFiles(
  { db, organizationId }: Scope,
  studyId: string,
  limit: number,
): Promise<z.infer<typeof fileSchema>[]> {
  return db.query(
    fileSchema,
    sql`SELECT f.id, f.blob_key AS "blobKey", EXISTS (SELECT 1 FROM bundle_files o
          WHERE o.organization_id = f.organization_id AND o.blob_key = f.blob_key AND o.id <> f.id) AS "isShared"
      FROM bundle_files f
      JOIN bundles b ON b.organization_id = f.organization_id AND b.id = f.bundle_id AND b.study_id = ${studyId}
      WHERE f.organization_id = ${organizationId} AND f.released_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM attachment_links l WHERE l.organization_id = f.organization_id AND l.file_id = f.id)
      LIMIT ${limit}`,
  );
}

/** Forgets files whose bytes are gone. */
export async function deleteFiles({ db, organizationId }: Scope, ids: readonly string[]): Promise<void> {
  await db.execute(sql`DELETE FROM bundle_files WHERE organization_id = ${organizationId} AND id = ANY(${ids}::uuid[])`);
}
