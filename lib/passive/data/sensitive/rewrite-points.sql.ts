import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const pairSchema = z.object({
  sourceId: z.string(),
  typeId: z.number(),
  type: z.string(),
  points: z.coerce.number(),
});
/** One type of one source of a study. */
export type StudyPair = z.infer<typeof pairSchema>;

/** What sources of a study have sent, by source and type. */
export function selectPairsOfStudy({ db, organizationId }: Scope, studyId: string): Promise<StudyPair[]> {
  return db.query(
    pairSchema,
    sql`SELECT t.source_id AS "sourceId", t.type_id AS "typeId", d.identifier AS type, t.point_count AS points
      FROM source_types t JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
      WHERE t.organization_id = ${organizationId} AND t.study_id = ${studyId} ORDER BY t.source_id, t.type_id`,
  );
}

/** A stored point as it is to be. */
export interface RewrittenPoint {
  /** Microseconds since 1970 (UTC). */
  readonly createdAtUs: number;
  /** Hashes as UUIDs: of what is stored, and of what takes its place. */
  readonly before: string;
  readonly after: string;
  /** JSON texts. */
  readonly properties: string;
  readonly extras: string | null;
  readonly envelopeId: number;
  readonly secondaryId: string | null;
  /** WGS 84; null where there is none. */
  readonly lon: number | null;
  readonly lat: number | null;
}

const countsSchema = z.object({ gone: z.coerce.number(), stored: z.coerce.number() });

/**
 * Puts points in the place of what is stored, with their attachments; one that is there already is there once. In one
 * statement: each point is there before or after, at any moment.
 */
export async function rewritePoints(
  { db, organizationId }: Scope,
  { sourceId, typeId }: Pick<StudyPair, 'sourceId' | 'typeId'>,
  points: readonly RewrittenPoint[],
): Promise<z.infer<typeof countsSchema>> {
  const column = <Value>(read: (point: RewrittenPoint) => Value) => points.map(read);
  const [counts] = await db.query(
    countsSchema,
    sql`WITH n AS MATERIALIZED (
        SELECT timestamptz 'epoch' + u.created_us * interval '1 microsecond' AS created_at, u.*
        FROM unnest(${textList(column(({ createdAtUs }) => createdAtUs), 'float8')},
          ${textList(column(({ before }) => before), 'uuid')}, ${textList(column(({ after }) => after), 'uuid')},
          ${textList(column(({ properties }) => properties), 'json')},
          ${textList(column(({ extras }) => extras), 'json')},
          ${textList(column(({ envelopeId }) => envelopeId), 'int4')},
          ${column(({ secondaryId }) => secondaryId)}::text[],
          ${textList(column(({ lon }) => lon), 'float8')}, ${textList(column(({ lat }) => lat), 'float8')})
        AS u (created_us, before, after, properties, extras, envelope_id, secondary_id, lon, lat)
      ), gone AS (
        DELETE FROM data_points p USING n
        WHERE p.organization_id = ${organizationId} AND p.source_id = ${sourceId} AND p.type_id = ${typeId}
          AND p.created_at = n.created_at AND p.content_hash = n.before
        RETURNING p.created_at, p.content_hash, p.recorded_at, p.bundle_id
      ), stored AS (
        INSERT INTO data_points (organization_id, source_id, type_id, created_at, content_hash, recorded_at, bundle_id,
          envelope_id, secondary_id, geom, properties, extras)
        SELECT ${organizationId}::uuid, ${sourceId}::uuid, ${typeId}::int4, g.created_at, n.after, g.recorded_at, g.bundle_id,
          n.envelope_id, n.secondary_id, ST_SetSRID(ST_MakePoint(n.lon, n.lat), 4326), n.properties, n.extras
        FROM gone g JOIN n ON n.created_at = g.created_at AND n.before = g.content_hash
        ON CONFLICT DO NOTHING RETURNING 1
      ), unlinked AS (
        DELETE FROM attachment_links l USING n
        WHERE l.organization_id = ${organizationId} AND l.source_id = ${sourceId} AND l.type_id = ${typeId}
          AND l.created_at = n.created_at AND l.content_hash = n.before
        RETURNING l.file_id, l.created_at, n.after
      ), linked AS (
        INSERT INTO attachment_links (organization_id, file_id, source_id, type_id, created_at, content_hash)
        SELECT ${organizationId}::uuid, file_id, ${sourceId}::uuid, ${typeId}::int4, created_at, after FROM unlinked
        ON CONFLICT DO NOTHING RETURNING 1
      )
      SELECT (SELECT count(*) FROM gone) AS gone, (SELECT count(*) FROM stored) AS stored,
        (SELECT count(*) FROM linked) AS links`,
  );
  return counts ?? { gone: 0, stored: 0 };
}
