import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import {
  type BinFunction,
  type NodeSample,
  nodeSampleSchema,
  type SampleBin,
  sampleBinSchema,
  sampleQuantities,
  type SampleSpan,
  type SampleSummary,
} from '../domain/node-sample.ts';

/** Ids of the three quantities; an array, so that the planner reads one stretch of the index for each. */
const ids = sql`ARRAY(SELECT id FROM quantities WHERE key = ANY(${[...sampleQuantities]}::text[]))`;
/** The same as names beside their ids. */
const keys = sql`(SELECT id, key FROM quantities WHERE key = ANY(${[...sampleQuantities]}::text[]))`;

const values = rawSql(`max(o.value) FILTER (WHERE q.key = 'co2') AS "co2Ppm",
  max(o.value) FILTER (WHERE q.key = 'temperature') AS "temperatureCelsius",
  max(o.value) FILTER (WHERE q.key = 'humidity') AS "humidityPct",
  CASE WHEN bool_or(o.quality = 'E') THEN 'E' WHEN bool_or(o.quality = 'R') THEN 'R' ELSE 'M' END AS quality`);

function within({ organizationId, nodeId, from, to }: SampleSpan): SqlStatement {
  const begins = from === null ? rawSql('') : sql`AND o.observed_at >= ${from}`;
  const ends = to === null ? rawSql('') : sql`AND o.observed_at < ${to}`;
  return sql`o.organization_id = ${organizationId} AND o.source_id = ${nodeId} ${begins} ${ends}`;
}

/** Samples of a stretch, oldest first unless turned, at most so many (null: all). */
export function selectSamples(
  db: Database,
  span: SampleSpan,
  { limit = null, isNewestFirst = false }: { readonly limit?: number | null; readonly isNewestFirst?: boolean } = {},
): Promise<NodeSample[]> {
  const direction = rawSql(isNewestFirst ? 'DESC' : 'ASC');
  return db.query(
    nodeSampleSchema,
    sql`SELECT l.legacy_id AS "legacyId", x.* FROM (
        SELECT o.observed_at AS "observedAt", ${values}
        FROM observations o JOIN ${keys} q ON q.id = o.quantity_id
        WHERE ${within(span)} AND o.quantity_id = ANY(${ids})
        GROUP BY o.observed_at ORDER BY o.observed_at ${direction} LIMIT ${limit}::int) x
      LEFT JOIN sample_legacy_ids l ON l.organization_id = ${span.organizationId} AND l.source_id = ${span.nodeId}
        AND l.observed_at = x."observedAt"
      ORDER BY x."observedAt" ${direction}`,
  );
}

/** Steps to put samples together in, and how many of them from which end. */
interface BinWish {
  readonly stepS: number;
  readonly fn: BinFunction;
  readonly limit: number;
  readonly isNewestFirst: boolean;
}

/** Samples of a stretch in steps of so many seconds from the epoch on; errors are left out, and steps without samples. */
export function selectSampleBins(
  db: Database,
  span: SampleSpan,
  { stepS, fn, limit, isNewestFirst }: BinWish,
): Promise<SampleBin[]> {
  const combine = rawSql({ mean: 'avg', min: 'min', max: 'max' }[fn]);
  const of = (key: string) => sql`${combine}(o.value) FILTER (WHERE q.key = ${key})`;
  return db.query(
    sampleBinSchema,
    sql`SELECT date_bin(${stepS}::float8 * interval '1 second', o.observed_at, 'epoch'::timestamptz) AS at,
        ${of('co2')} AS "co2Ppm", ${of('temperature')} AS "temperatureCelsius", ${of('humidity')} AS "humidityPct",
        count(DISTINCT o.observed_at) AS count
      FROM observations o JOIN ${keys} q ON q.id = o.quantity_id
      WHERE ${within(span)} AND o.quantity_id = ANY(${ids}) AND o.quality <> 'E'
      GROUP BY at ORDER BY at ${rawSql(isNewestFirst ? 'DESC' : 'ASC')} LIMIT ${limit}`,
  );
}

const summarySchema = z.object({
  place: z.coerce.number(),
  count: z.coerce.number(),
  latest: nodeSampleSchema.nullable(),
});

/**
 * The whole UTC days of a stretch (w) that are counted (sc), `[first, until)`; both null when there are none. LEAST would
 * take the end of the stretch for a node that is not counted, so that is told apart first.
 */
const wholeDays = rawSql(`SELECT CASE WHEN x.first < x.until THEN x.first END AS first,
    CASE WHEN x.first < x.until THEN x.until END AS until
  FROM (SELECT ((w.from_at AT TIME ZONE 'UTC') - interval '1 microsecond')::date + 1 AS first,
    CASE WHEN sc.counted_until IS NOT NULL THEN least(sc.counted_until, (w.to_at AT TIME ZONE 'UTC')::date) END AS until) x`);

/** The instant at which a UTC day begins; another when there is no such day. */
function utcStart(day: string, otherwise: string): SqlStatement {
  return rawSql(`coalesce(${day}::timestamp AT TIME ZONE 'UTC', ${otherwise})`);
}

/** Counts the samples of the node of a stretch (w) in `[from, to)` one by one. */
function counted(from: SqlStatement, to: SqlStatement): SqlStatement {
  return sql`SELECT count(DISTINCT o.observed_at) FROM observations o
    WHERE o.organization_id = w.organization_id AND o.source_id = w.source_id AND o.quantity_id = ANY(${ids})
      AND o.observed_at >= ${from} AND o.observed_at < ${to}`;
}

/**
 * How many samples each of some stretches has, and the newest of each, in their order: one statement for all of them. The numbers
 * are exact: days that are over come from what was counted of them, and only the rest is counted one by one.
 */
export async function selectSampleSummaries(db: Database, spans: readonly SampleSpan[]): Promise<SampleSummary[]> {
  if (spans.length === 0) return [];
  const rows = await db.query(
    summarySchema,
    sql`SELECT w.place, c.count, CASE WHEN newest.at IS NULL THEN NULL ELSE (
          SELECT to_json(y) FROM (SELECT newest.at AS "observedAt", ${values},
            (SELECT l.legacy_id FROM sample_legacy_ids l WHERE l.organization_id = w.organization_id
              AND l.source_id = w.source_id AND l.observed_at = newest.at) AS "legacyId"
          FROM observations o JOIN ${keys} q ON q.id = o.quantity_id
          WHERE o.organization_id = w.organization_id AND o.source_id = w.source_id AND o.observed_at = newest.at) y) END AS latest
      FROM (SELECT organization_id, source_id, coalesce(from_at::timestamptz, '-infinity') AS from_at,
          coalesce(to_at::timestamptz, 'infinity') AS to_at, place
        FROM unnest(${textList(spans.map(({ organizationId }) => organizationId), 'uuid')},
          ${textList(spans.map(({ nodeId }) => nodeId), 'uuid')},
          ${spans.map(({ from }) => from?.toISOString() ?? null)}::text[],
          ${spans.map(({ to }) => to?.toISOString() ?? null)}::text[]) WITH ORDINALITY
          AS t (organization_id, source_id, from_at, to_at, place)) w
      LEFT JOIN sample_counts sc ON sc.organization_id = w.organization_id AND sc.source_id = w.source_id
      CROSS JOIN LATERAL (${wholeDays}) e
      CROSS JOIN LATERAL (SELECT coalesce((SELECT sum(d.sample_count) FROM sample_days d
            WHERE d.organization_id = w.organization_id AND d.source_id = w.source_id AND d.day >= e.first AND d.day < e.until), 0)
          + (${counted(rawSql('w.from_at'), utcStart('e.first', 'w.from_at'))})
          + (${counted(utcStart('e.until', 'w.from_at'), rawSql('w.to_at'))}) AS count) c
      CROSS JOIN LATERAL (SELECT max(m.at) AS at FROM unnest(${ids}) AS q(id) CROSS JOIN LATERAL (
          SELECT o.observed_at AS at FROM observations o
          WHERE o.organization_id = w.organization_id AND o.source_id = w.source_id AND o.quantity_id = q.id
            AND o.observed_at >= w.from_at AND o.observed_at < w.to_at
          ORDER BY o.observed_at DESC LIMIT 1) m) newest
      ORDER BY w.place`,
  );
  return rows.map(({ count, latest }) => ({ count, latest }));
}

/** Keeps the ids that samples of a node had elsewhere. */
export async function insertSampleLegacyIds(
  db: Database,
  { organizationId, nodeId }: Pick<SampleSpan, 'organizationId' | 'nodeId'>,
  samples: readonly { readonly observedAt: Date; readonly legacyId: number }[],
): Promise<void> {
  await db.execute(sql`
    INSERT INTO sample_legacy_ids (organization_id, source_id, observed_at, legacy_id)
    SELECT ${organizationId}::uuid, ${nodeId}::uuid, t.observed_at::timestamptz, t.legacy_id
    FROM unnest(${samples.map(({ observedAt }) => observedAt.toISOString())}::text[],
      ${textList(samples.map(({ legacyId }) => legacyId), 'int8')}) AS t (observed_at, legacy_id)
    ON CONFLICT DO NOTHING`);
}
