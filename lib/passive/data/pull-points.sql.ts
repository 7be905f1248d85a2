import { z } from 'zod';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { OrderKey } from '#lib/sources/domain/lookups.ts';
import type { PointOrderField, PullOrder } from '../domain/pull-query.ts';
import type { PulledPair, PullScope } from './pull-pairs.sql.ts';

const micros = (column: string) => sql`(extract(epoch from ${rawSql(column)}) * 1000000)::int8`;
const instantOf = (us: number) => sql`('epoch'::timestamptz + ${us}::float8 * interval '1 microsecond')`;

type Pair = Pick<PulledPair, 'sourceId' | 'typeId' | 'source' | 'type'>;

function pairsAs(pairs: readonly Pair[]): SqlStatement {
  return sql`unnest(${textList(pairs.map(({ sourceId }) => sourceId), 'uuid')},
      ${textList(pairs.map(({ typeId }) => typeId), 'int4')}, ${pairs.map(({ source }) => source)}::text[],
      ${pairs.map(({ type }) => type)}::text[]) WITH ORDINALITY AS n (source_id, type_id, source, type, ordinal)`;
}

/** Points of a pair, with whatever else they are asked. */
function pointsOf({ organizationId }: PullScope, conditions: readonly SqlStatement[]): SqlStatement {
  return sql`FROM data_points p WHERE p.organization_id = ${organizationId} AND p.source_id = n.source_id
    AND p.type_id = n.type_id AND ${joinSql(conditions, ' AND ')}`;
}

/** How many points each pair has that are asked for, in the order of the pairs. Reads one key range each. */
export async function countPulledPoints(
  scope: PullScope,
  pairs: readonly Pair[],
  conditions: readonly SqlStatement[],
): Promise<number[]> {
  if (pairs.length === 0) return [];
  const rows = await scope.db.query(
    z.object({ ordinal: z.coerce.number(), count: z.coerce.number() }),
    sql`SELECT n.ordinal, c.count FROM ${pairsAs(pairs)}
      CROSS JOIN LATERAL (SELECT count(*) AS count ${pointsOf(scope, conditions)}) c`,
  );
  const counts = new Map(rows.map(({ ordinal, count }) => [ordinal - 1, count]));
  return pairs.map((_pair, index) => counts.get(index) ?? 0);
}

const hourSchema = z.object({ hourUs: z.coerce.number(), before: z.coerce.number() });

/** The hour in which a place of the order by time lies, and how many points of the pairs come before the hour. */
export async function selectHourOfPlace(
  scope: PullScope,
  pairs: readonly Pair[],
  place: { readonly skip: number; readonly isDescending: boolean },
): Promise<z.infer<typeof hourSchema> | null> {
  const direction = rawSql(place.isDescending ? 'DESC' : 'ASC');
  const [row] = await scope.db.query(
    hourSchema,
    sql`SELECT "hourUs", before FROM (
        SELECT ${micros('h.hour_at')} AS "hourUs",
          sum(sum(h.point_count)) OVER (ORDER BY h.hour_at ${direction}) - sum(h.point_count) AS before
        FROM ${pairsAs(pairs)}
        JOIN source_hours h ON h.organization_id = ${scope.organizationId} AND h.source_id = n.source_id
          AND h.type_id = n.type_id
        GROUP BY h.hour_at) o
      WHERE before <= ${place.skip} ORDER BY before DESC LIMIT 1`,
  );
  return row ?? null;
}

const pointSchema = z.object({
  pair: z.coerce.number().transform((ordinal) => ordinal - 1),
  createdAtUs: z.coerce.number(),
  recordedAtUs: z.coerce.number(),
  contentHash: z.string(),
  bundleId: z.string(),
  secondaryId: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  properties: z.string(),
  extras: z.string().nullable(),
  envelopeId: z.number(),
});
/** A point and the index of its pair among those asked. */
export type PulledPoint = z.infer<typeof pointSchema>;

/** Behind which point a page begins. */
export interface PullPosition {
  readonly sourceId: string;
  readonly typeId: number;
  readonly createdAtUs: number;
  readonly contentHash: string;
}

export interface PulledRange {
  readonly pairs: readonly Pair[];
  readonly conditions: readonly SqlStatement[];
  readonly order: PullOrder;
  /** For the order `sorted`. */
  readonly keys: readonly OrderKey<PointOrderField>[];
  readonly after: PullPosition | null;
  /** Points left out in front. */
  readonly skip: number;
  readonly limit: number;
}

/**
 * A page of points. Chooses by key first and reads what the points say only then; a pair gives at most as many keys as the
 * page needs, straight from the primary key, save for the order `sorted`.
 */
export function selectPulledPoints(scope: PullScope, range: PulledRange): Promise<PulledPoint[]> {
  const { order, skip, limit } = range;
  const inner = {
    stored: rawSql('ORDER BY p.created_at, p.content_hash'),
    created: rawSql('ORDER BY p.created_at, p.content_hash'),
    'created-descending': rawSql('ORDER BY p.created_at DESC, p.content_hash DESC'),
    sorted: rawSql(''),
  }[order];
  const most = order === 'sorted' ? rawSql('') : sql`LIMIT ${skip + limit}`;
  return scope.db.query(
    pointSchema,
    sql`WITH page AS MATERIALIZED (
        SELECT k.*, row_number() OVER (ORDER BY ${outerOrder(range)}) AS place
        FROM (SELECT n.ordinal, n.source, n.type, p.* FROM ${pairsAs(range.pairs)} CROSS JOIN LATERAL (
            SELECT p.source_id, p.type_id, p.created_at, p.content_hash, p.recorded_at, p.secondary_id
            ${pointsOf(scope, [...range.conditions, behind(range)])} ${inner} ${most}) p) k
        ORDER BY place LIMIT ${limit} OFFSET ${skip})
      SELECT g.ordinal AS pair, ${micros('p.created_at')} AS "createdAtUs", ${micros('p.recorded_at')} AS "recordedAtUs",
        p.content_hash AS "contentHash", p.bundle_id AS "bundleId", p.secondary_id AS "secondaryId",
        ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, p.properties::text AS properties, p.extras::text AS extras,
        p.envelope_id AS "envelopeId"
      FROM page g JOIN data_points p ON p.organization_id = ${scope.organizationId} AND p.source_id = g.source_id
        AND p.type_id = g.type_id AND p.created_at = g.created_at AND p.content_hash = g.content_hash
      ORDER BY g.place`,
  );
}

const keyColumns: Readonly<Record<PointOrderField, string>> = {
  created: 'k.created_at',
  recorded: 'k.recorded_at',
  source: 'k.source COLLATE "C"',
  generator_identifier: 'k.type COLLATE "C"',
  secondary_identifier: `coalesce(k.secondary_id, '') COLLATE "C"`,
};

/** Every order ends in what makes it one that no two points share. */
function outerOrder({ order, keys }: PulledRange): SqlStatement {
  if (order === 'stored') return rawSql('k.ordinal, k.created_at, k.content_hash');
  const direction = (isDescending: boolean) => (isDescending ? 'DESC' : 'ASC');
  const last = direction(keys[0]?.isDescending ?? false);
  const asked = order === 'sorted' ? keys : [];
  const texts = [
    ...asked.map(({ field, isDescending }) => `${keyColumns[field]} ${direction(isDescending)}`),
    ...['k.created_at', 'k.source_id', 'k.type_id', 'k.content_hash'].map((column) => `${column} ${last}`),
  ];
  return joinSql(texts.map(rawSql), ', ');
}

function behind({ order, after }: PulledRange): SqlStatement {
  if (!after) return rawSql('true');
  const at = instantOf(after.createdAtUs);
  if (order === 'stored') {
    return sql`(n.ordinal > 1 OR (p.created_at, p.content_hash) > (${at}, ${after.contentHash}::uuid))`;
  }
  const sign = rawSql(order === 'created' ? '>' : '<');
  return sql`p.created_at ${sign}= ${at} AND (p.created_at, p.source_id, p.type_id, p.content_hash) ${sign}
    (${at}, ${after.sourceId}::uuid, ${after.typeId}::int, ${after.contentHash}::uuid)`;
}

/** Points from an hour on, or, descending, up to its end. */
export function fromHour(hourUs: number, { isDescending }: { readonly isDescending: boolean }): SqlStatement {
  return isDescending
    ? sql`p.created_at < ${instantOf(hourUs)} + interval '1 hour'`
    : sql`p.created_at >= ${instantOf(hourUs)}`;
}

/** Ends statements of the transaction that take longer; the embedded database has no such limit. */
export async function limitStatements({ db }: Pick<PullScope, 'db'>, limitMs: number): Promise<void> {
  if (db.kind === 'server') await db.execute(sql`SELECT set_config('statement_timeout', ${String(limitMs)}, true)`);
}
