import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import type { TimeWindow } from '../domain/views/time-window.ts';

/** Where a query of the views looks. */
export interface ViewScope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
}

/** One type of one source in a window of device time: a range of the primary key of data_points. */
export interface PointRange {
  readonly sourceId: string;
  readonly typeId: number;
  readonly window: TimeWindow;
}

/** The range as a condition; every column is a leading one of the primary key. */
export function inRange(scope: ViewScope, { sourceId, typeId, window }: PointRange): SqlStatement {
  return sql`p.organization_id = ${scope.organizationId} AND p.source_id = ${sourceId} AND p.type_id = ${typeId}
    AND p.created_at >= ${window.from} AND p.created_at < ${window.to}`;
}

/** Buckets start at multiples of their width since 1970, whatever the window. */
export function bucketOf(column: SqlStatement, bucketMs: number): SqlStatement {
  return sql`date_bin(make_interval(secs => ${bucketMs / 1000}), ${column}, 'epoch'::timestamptz)`;
}

/** An instant as Unix milliseconds. */
export const millis = (column: SqlStatement) => sql`(extract(epoch from ${column}) * 1000)::float8`;

const typeRowSchema = z.object({
  typeId: z.number(),
  identifier: z.string(),
  pointCount: z.coerce.number(),
  firstCreatedAt: z.coerce.date(),
  lastCreatedAt: z.coerce.date(),
  firstRecordedAt: z.coerce.date(),
  lastRecordedAt: z.coerce.date(),
});
export type SourceTypeRow = z.infer<typeof typeRowSchema>;

/** The types of a source with their running totals, most points first. */
export function selectTypesOfSource(scope: ViewScope, sourceId: string): Promise<SourceTypeRow[]> {
  return scope.db.query(
    typeRowSchema,
    sql`SELECT t.type_id AS "typeId", d.identifier, t.point_count AS "pointCount",
        t.first_created_at AS "firstCreatedAt", t.last_created_at AS "lastCreatedAt",
        t.first_recorded_at AS "firstRecordedAt", t.last_recorded_at AS "lastRecordedAt"
      FROM source_types t JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
      WHERE t.organization_id = ${scope.organizationId} AND t.source_id = ${sourceId}
      ORDER BY t.point_count DESC, d.identifier`,
  );
}

const countSchema = z.object({ count: z.coerce.number() });

/** Points of a range by the hour counters, without touching points; hours on the edge count whole. */
export async function countInRange(scope: ViewScope, range: PointRange): Promise<number> {
  const [row] = await scope.db.query(
    countSchema,
    sql`SELECT coalesce(sum(h.point_count), 0) AS count FROM source_hours h
      WHERE h.organization_id = ${scope.organizationId} AND h.source_id = ${range.sourceId}
        AND h.type_id = ${range.typeId} AND h.hour_at >= date_trunc('hour', ${range.window.from}::timestamptz, 'UTC')
        AND h.hour_at < ${range.window.to}`,
  );
  return row?.count ?? 0;
}

const densitySchema = z.object({ typeId: z.number(), atMs: z.number(), count: z.coerce.number() });
export type DensityRow = z.infer<typeof densitySchema>;

/** Points per bucket and type from the hour counters; buckets are whole hours. */
export function selectHourDensity(
  scope: ViewScope,
  input: { readonly sourceId: string; readonly window: TimeWindow; readonly bucketMs: number },
): Promise<DensityRow[]> {
  return scope.db.query(
    densitySchema,
    sql`SELECT t.type_id AS "typeId", ${millis(rawSql('h.at'))} AS "atMs", h.count
      FROM source_types t CROSS JOIN LATERAL (
        SELECT ${bucketOf(rawSql('hour_at'), input.bucketMs)} AS at, sum(point_count) AS count FROM source_hours
        WHERE organization_id = t.organization_id AND source_id = t.source_id AND type_id = t.type_id
          AND hour_at >= date_trunc('hour', ${input.window.from}::timestamptz, 'UTC') AND hour_at < ${input.window.to}
        GROUP BY 1) h
      WHERE t.organization_id = ${scope.organizationId} AND t.source_id = ${input.sourceId} ORDER BY 1, 2`,
  );
}

const rateRowSchema = z.object({ sourceId: z.guid(), atMs: z.number(), count: z.coerce.number() });

/** Points per hour of device time of some sources, all types together: one query for a page of the list. */
export function selectRates(
  scope: ViewScope,
  input: { readonly sourceIds: readonly string[]; readonly from: Date },
): Promise<z.infer<typeof rateRowSchema>[]> {
  return scope.db.query(
    rateRowSchema,
    sql`SELECT t.source_id AS "sourceId", ${millis(rawSql('h.hour_at'))} AS "atMs", sum(h.point_count) AS count
      FROM source_types t CROSS JOIN LATERAL (
        SELECT hour_at, point_count FROM source_hours WHERE organization_id = t.organization_id
          AND source_id = t.source_id AND type_id = t.type_id AND hour_at >= ${input.from}) h
      WHERE t.organization_id = ${scope.organizationId} AND t.source_id = ANY(${input.sourceIds}::uuid[])
        AND t.last_created_at >= ${input.from}
      GROUP BY 1, 2`,
  );
}

const kindHourSchema = z.object({ kind: z.string(), atMs: z.number(), count: z.coerce.number() });

/** Points per hour of device time and kind of source, over the studies given (null: all). */
export function selectKindHours(
  scope: ViewScope,
  input: { readonly studyIds: readonly string[] | null; readonly from: Date; readonly to: Date },
): Promise<z.infer<typeof kindHourSchema>[]> {
  const studies = input.studyIds === null ? rawSql('') : sql`AND t.study_id = ANY(${input.studyIds}::uuid[])`;
  return scope.db.query(
    kindHourSchema,
    sql`SELECT s.kind, ${millis(rawSql('h.hour_at'))} AS "atMs", sum(h.point_count) AS count
      FROM source_types t JOIN sources s ON s.organization_id = t.organization_id AND s.id = t.source_id
      CROSS JOIN LATERAL (
        SELECT hour_at, point_count FROM source_hours WHERE organization_id = t.organization_id
          AND source_id = t.source_id AND type_id = t.type_id
          AND hour_at >= ${input.from} AND hour_at < ${input.to}) h
      WHERE t.organization_id = ${scope.organizationId} ${studies} AND t.last_created_at >= ${input.from}
        AND s.archived_at IS NULL
      GROUP BY 1, 2 ORDER BY 1, 2`,
  );
}

const trackRowSchema = z.object({ atMs: z.number(), lon: z.number().nullable(), lat: z.number().nullable() });
export type TrackRow = z.infer<typeof trackRowSchema>;

const position = sql`ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat`;

/** Positions of a range in order of time, all of them. */
export function selectTrack(scope: ViewScope, range: PointRange): Promise<TrackRow[]> {
  return scope.db.query(
    trackRowSchema,
    sql`SELECT ${millis(rawSql('p.created_at'))} AS "atMs", ${position}
      FROM data_points p WHERE ${inRange(scope, range)} ORDER BY p.created_at`,
  );
}

/**
 * At most `most` positions of a range in order of time, the newest among them. Hours in which there is much are cut finer
 * than those in which there is little, so that a walk of an hour in a year keeps its shape; of each piece of time the
 * first position is taken. Costs a look-up in the primary key for each piece, however many points there are.
 */
export function selectThinTrack(scope: ViewScope, range: PointRange, most: number): Promise<TrackRow[]> {
  // Half of the pieces go to spans of time, so that none is left out; half are shared out by what is in them.
  const half = Math.floor((most - 1) / 2);
  const from = sql`FROM data_points p WHERE ${inRange(scope, range)}`;
  return scope.db.query(
    trackRowSchema,
    sql`WITH hours AS (
        SELECT h.hour_at AS at, h.point_count AS points, row_number() OVER (ORDER BY h.hour_at) - 1 AS place,
          count(*) OVER () AS hours, sum(h.point_count) OVER () AS total
        FROM source_hours h
        WHERE h.organization_id = ${scope.organizationId} AND h.source_id = ${range.sourceId}
          AND h.type_id = ${range.typeId} AND h.point_count > 0
          AND h.hour_at >= date_trunc('hour', ${range.window.from}::timestamptz, 'UTC') AND h.hour_at < ${range.window.to}
      ), spans AS (
        SELECT min(at) AS since, max(at) + interval '1 hour' - min(at) AS length,
          greatest(1, floor(${half}::float8 * sum(points)::float8 / max(total)::float8))::int4 AS pieces
        FROM hours GROUP BY place / ceil(hours::float8 / ${half}::float8)::int8
      ), pieces AS (
        SELECT s.since + s.length * (n::float8 / s.pieces) AS since, s.since + s.length * ((n + 1)::float8 / s.pieces) AS until
        FROM spans s CROSS JOIN LATERAL generate_series(0, s.pieces - 1) AS n
      ), taken AS (
        SELECT f.* FROM pieces c CROSS JOIN LATERAL (
          SELECT p.created_at, ${position} ${from} AND p.created_at >= c.since AND p.created_at < c.until
          ORDER BY p.created_at LIMIT 1) f
        UNION ALL
        (SELECT p.created_at, ${position} ${from} ORDER BY p.created_at DESC LIMIT 1)
      )
      SELECT DISTINCT ON (created_at) ${millis(rawSql('created_at'))} AS "atMs", lon, lat FROM taken ORDER BY created_at`,
  );
}

const timezoneSchema = z.object({ timezone: z.string().nullable() });

/** The zone named by the newest point of a range; null when there is none. */
export async function selectTimezone(scope: ViewScope, range: PointRange): Promise<string | null> {
  const [row] = await scope.db.query(
    timezoneSchema,
    sql`SELECT e.timezone FROM (
        SELECT p.envelope_id FROM data_points p WHERE ${inRange(scope, range)} ORDER BY p.created_at DESC LIMIT 1) p
      JOIN point_envelopes e ON e.organization_id = ${scope.organizationId} AND e.id = p.envelope_id`,
  );
  return row?.timezone ?? null;
}
