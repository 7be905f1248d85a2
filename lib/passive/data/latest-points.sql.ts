import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { ViewScope } from './views.sql.ts';

/** Which sources are looked at: one, or all unarchived ones of some studies (null: of every study). */
export type LatestOf = { readonly sourceId: string } | { readonly studyIds: readonly string[] | null };

/** Place in the list: device time in microseconds, source, type, content. */
export type LatestPosition = readonly [number, string, number, string];

/** Characters of a point's text that a list shows. */
const previewCharacters = 300;

const rowSchema = z.object({
  sourceId: z.guid(),
  sourceName: z.string(),
  sourceIdentifier: z.string(),
  studyId: z.guid(),
  typeId: z.number(),
  type: z.string(),
  createdAtUs: z.coerce.number(),
  contentHash: z.guid(),
  recordedAt: z.coerce.date(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  /** The beginning of its properties' text. */
  preview: z.string(),
});
export type LatestPointRow = z.infer<typeof rowSchema>;

/** Later than any point: where the list begins. */
const beginning: LatestPosition = [253_402_300_799_000_000, 'ffffffff-ffff-ffff-ffff-ffffffffffff', 2_147_483_647, ''];

/**
 * The newest points by device time, of whatever type, going on behind a position. The pairs of source and type that can
 * have a point on the page are known from their totals: those that reach the position, and as many of the rest as the
 * page has rows, in the order of the list. Cost: one primary-key range for each of them.
 */
export function selectLatestPoints(
  scope: ViewScope,
  of: LatestOf,
  page: { readonly after: LatestPosition | null; readonly limit: number },
): Promise<LatestPointRow[]> {
  const [us, sourceId, typeId, contentHash] = page.after ?? beginning;
  const at = sql`('epoch'::timestamptz + ${us}::float8 * interval '1 microsecond')`;
  const hash = contentHash === '' ? beginning[1] : contentHash;
  const pairs = sql`SELECT t.source_id, t.type_id, t.first_created_at, t.last_created_at, s.name, s.identifier, s.study_id
      FROM source_types t JOIN sources s ON s.organization_id = t.organization_id AND s.id = t.source_id
      WHERE t.organization_id = ${scope.organizationId} AND ${inSources(of)} AND t.first_created_at <= ${at}`;
  return scope.db.query(
    rowSchema,
    sql`WITH pairs AS (
        (${pairs} AND t.last_created_at >= ${at})
        UNION ALL
        (${pairs} AND t.last_created_at < ${at}
          ORDER BY t.last_created_at DESC, t.source_id DESC, t.type_id DESC LIMIT ${page.limit})
      )
      SELECT a.source_id AS "sourceId", a.name AS "sourceName", a.identifier AS "sourceIdentifier",
        a.study_id AS "studyId", a.type_id AS "typeId", d.identifier AS type,
        (extract(epoch from p.created_at) * 1000000)::int8 AS "createdAtUs", p.content_hash AS "contentHash",
        p.recorded_at AS "recordedAt", ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat,
        left(p.properties::text, ${previewCharacters}) AS preview
      FROM pairs a
      JOIN data_types d ON d.organization_id = ${scope.organizationId} AND d.id = a.type_id
      CROSS JOIN LATERAL (
        SELECT p.created_at, p.content_hash, p.recorded_at, p.geom, p.properties FROM data_points p
        WHERE p.organization_id = ${scope.organizationId} AND p.source_id = a.source_id AND p.type_id = a.type_id
          AND p.created_at >= a.first_created_at AND p.created_at <= least(a.last_created_at, ${at})
          AND (p.created_at, p.source_id, p.type_id, p.content_hash)
            < (${at}, ${sourceId}::uuid, ${typeId}::int, ${hash}::uuid)
        ORDER BY p.created_at DESC, p.content_hash DESC LIMIT ${page.limit}) p
      ORDER BY p.created_at DESC, a.source_id DESC, a.type_id DESC, p.content_hash DESC LIMIT ${page.limit}`,
  );
}

function inSources(of: LatestOf): SqlStatement {
  if ('sourceId' in of) return sql`t.source_id = ${of.sourceId}`;
  if (of.studyIds === null) return rawSql('s.archived_at IS NULL');
  return sql`t.study_id = ANY (${of.studyIds}::uuid[]) AND s.archived_at IS NULL`;
}
