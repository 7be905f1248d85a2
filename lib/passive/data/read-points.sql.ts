import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import type { PointFilter } from '../domain/point-filter.ts';

interface Scope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
}

const pairSchema = z.object({ sourceId: z.string(), source: z.string(), typeId: z.number(), type: z.string() });
export type PairToRead = z.infer<typeof pairSchema>;

/** The types of sources that may have points in the filter, by source and type. */
export function selectPairsToRead({ db, organizationId }: Scope, filter: PointFilter): Promise<PairToRead[]> {
  return db.query(
    pairSchema,
    sql`SELECT t.source_id AS "sourceId", s.identifier AS source, t.type_id AS "typeId", d.identifier AS type
      FROM source_types t
      JOIN sources s ON s.organization_id = t.organization_id AND s.id = t.source_id
      JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
      WHERE t.organization_id = ${organizationId} AND t.source_id = ANY (${filter.sourceIds}::uuid[])
        AND (${filter.typeIds ?? null}::int4[] IS NULL OR t.type_id = ANY (${filter.typeIds ?? null}::int4[]))
        AND coalesce(t.last_created_at >= ${filter.createdFrom ?? null}::timestamptz, true)
        AND coalesce(t.first_created_at < ${filter.createdTo ?? null}::timestamptz, true)
        AND coalesce(t.last_recorded_at >= ${filter.recordedFrom ?? null}::timestamptz, true)
        AND coalesce(t.first_recorded_at < ${filter.recordedTo ?? null}::timestamptz, true)
      ORDER BY t.source_id, t.type_id`,
  );
}

const micros = (column: SqlStatement) => sql`(extract(epoch from ${column}) * 1000000)::int8`;

const pointSchema = z.object({
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
export type PointToRead = z.infer<typeof pointSchema>;

/** A page of one type of one source in the filter, by created time, going on behind a point. */
export function selectPointsToRead(
  { db, organizationId }: Scope,
  pair: Pick<PairToRead, 'sourceId' | 'typeId'>,
  page: { readonly filter: PointFilter; readonly after: PointToRead | undefined; readonly limit: number },
): Promise<PointToRead[]> {
  const { filter, after } = page;
  const between = (column: SqlStatement, from: Date | null | undefined, to: Date | null | undefined) =>
    sql`${from ? sql`AND ${column} >= ${from}` : rawSql('')} ${to ? sql`AND ${column} < ${to}` : rawSql('')}`;
  const behind = after
    ? sql`AND (p.created_at, p.content_hash) >
        (timestamptz 'epoch' + ${after.createdAtUs}::float8 * interval '1 microsecond', ${after.contentHash}::uuid)`
    : rawSql('');
  return db.query(
    pointSchema,
    sql`SELECT ${micros(rawSql('p.created_at'))} AS "createdAtUs", ${micros(rawSql('p.recorded_at'))} AS "recordedAtUs",
        p.content_hash AS "contentHash", p.bundle_id AS "bundleId", p.secondary_id AS "secondaryId",
        ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, p.properties::text AS properties, p.extras::text AS extras,
        p.envelope_id AS "envelopeId"
      FROM data_points p
      WHERE p.organization_id = ${organizationId} AND p.source_id = ${pair.sourceId} AND p.type_id = ${pair.typeId}
        ${between(rawSql('p.created_at'), filter.createdFrom, filter.createdTo)}
        ${between(rawSql('p.recorded_at'), filter.recordedFrom, filter.recordedTo)} ${behind}
      ORDER BY p.created_at, p.content_hash LIMIT ${page.limit}`,
  );
}
