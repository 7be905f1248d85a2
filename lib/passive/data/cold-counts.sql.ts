import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { ColdCount } from '../domain/cold-tally.ts';

interface CountedFile {
  readonly path: string;
  readonly counts: readonly ColdCount[];
}

/** Notes what a file holds. In the caller's transaction, after the file itself. */
export async function insertColdCounts(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  { path, counts }: CountedFile,
): Promise<void> {
  const instant = (name: string) => rawSql(`timestamptz 'epoch' + c.${name} * interval '1 microsecond'`);
  const rows = counts.map((count) => ({
    source: count.sourceId,
    type: count.type,
    points: count.points,
    // No number of JavaScript: as texts they are exact.
    created0: String(count.firstCreatedAtUs),
    created1: String(count.lastCreatedAtUs),
    recorded0: String(count.firstRecordedAtUs),
    recorded1: String(count.lastRecordedAtUs),
    hours: [...count.hours.keys()],
    inHours: [...count.hours.values()],
  }));
  await db.execute(sql`
    INSERT INTO cold_counts (organization_id, path, source_id, type, points, first_created_at, last_created_at,
      first_recorded_at, last_recorded_at, hours, hour_points)
    SELECT ${organizationId}::uuid, ${path}, c.source, c.type, c.points, ${instant('created0')}, ${instant('created1')},
      ${instant('recorded0')}, ${instant('recorded1')}, c.hours, c."inHours"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS c(source uuid, type text, points int8, created0 int8,
      created1 int8, recorded0 int8, recorded1 int8, hours int4[], "inHours" int4[])`);
}

/** Notes what a file holds that nobody had noted, or not by hours; nothing when another has taken its place meanwhile. */
export async function replaceColdCounts(
  scope: Pick<Context, 'db' | 'organizationId'>,
  file: CountedFile,
): Promise<void> {
  const { db, organizationId } = scope;
  const ofFile = sql`organization_id = ${organizationId} AND path = ${file.path}`;
  await db.transaction(async () => {
    const found = await db.query(z.object({ path: z.string() }), sql`SELECT path FROM cold_months WHERE ${ofFile} FOR UPDATE`);
    if (found.length === 0) return;
    await db.execute(sql`DELETE FROM cold_counts WHERE ${ofFile}`);
    await insertColdCounts(scope, file);
  });
}

/** Files of which it is not noted what they hold hour by hour. */
export async function selectUncountedPaths({
  db,
  organizationId,
}: Pick<Context, 'db' | 'organizationId'>): Promise<ReadonlySet<string>> {
  const rows = await db.query(
    z.object({ path: z.string() }),
    sql`SELECT path FROM cold_months m WHERE organization_id = ${organizationId} AND points > 0 AND NOT EXISTS (
        SELECT 1 FROM cold_counts c WHERE c.organization_id = m.organization_id AND c.path = m.path
          AND cardinality(c.hours) > 0)`,
  );
  return new Set(rows.map(({ path }) => path));
}

/** Sources that were counted anew without what lies in files: some of their cold hours are missing in their timelines. */
export function selectMiscounted({
  db,
  organizationId,
}: Pick<Context, 'db' | 'organizationId'>): Promise<{ id: string; studyId: string }[]> {
  return db.query(
    z.object({ id: z.string(), studyId: z.string() }),
    sql`SELECT DISTINCT s.id, s.study_id AS "studyId"
      FROM cold_counts c CROSS JOIN LATERAL unnest(c.hours) AS cold(hour)
      JOIN sources s ON s.organization_id = c.organization_id AND s.id = c.source_id
      JOIN data_types d ON d.organization_id = c.organization_id AND d.identifier = c.type
      WHERE c.organization_id = ${organizationId} AND NOT EXISTS (
        SELECT 1 FROM source_hours h WHERE h.organization_id = c.organization_id AND h.source_id = c.source_id
          AND h.type_id = d.id AND h.hour_at = timestamptz 'epoch' + cold.hour * interval '1 hour')
      ORDER BY 1`,
  );
}

/** Hours since 1970 (UTC) of which files hold points of a type of a source. */
export async function selectColdHours(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  { sourceId, type }: { readonly sourceId: string; readonly type: string },
): Promise<ReadonlySet<number>> {
  const rows = await db.query(
    z.object({ hour: z.number() }),
    sql`SELECT DISTINCT unnest(hours) AS hour FROM cold_counts
      WHERE organization_id = ${organizationId} AND source_id = ${sourceId} AND type = ${type}`,
  );
  return new Set(rows.map(({ hour }) => hour));
}

/** True of an aggregate `a` in an hour of which files hold points of its type of a source. */
function isColdHour(sourceId: SqlStatement): SqlStatement {
  return sql`EXISTS (
    SELECT 1 FROM cold_counts c JOIN data_types d ON d.organization_id = c.organization_id AND d.identifier = c.type
    WHERE c.organization_id = a.organization_id AND c.source_id = ${sourceId} AND d.id = a.type_id
      AND (extract(epoch FROM a.hour_at) / 3600)::int4 = ANY (c.hours))`;
}

/** Removes what charts draw of cold hours of some types of a study: it cannot be made anew without what is not kept. */
export async function deleteColdAggregates(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  { studyId, typeIds }: { readonly studyId: string; readonly typeIds: readonly number[] },
): Promise<void> {
  await db.execute(sql`DELETE FROM source_aggregates a USING sources s
    WHERE a.organization_id = ${organizationId} AND s.organization_id = a.organization_id AND s.id = a.source_id
      AND s.study_id = ${studyId} AND a.type_id = ANY (${textList(typeIds, 'int4')})
      AND ${isColdHour(rawSql('a.source_id'))}`);
}

interface GivenHours {
  readonly from: string;
  readonly to: string;
}

/**
 * Gives what charts draw of cold hours to the source that all their points went to: it cannot be made anew from points. In a
 * transaction.
 */
export async function giveColdAggregates(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  { from, to }: GivenHours,
): Promise<void> {
  await db.execute(sql`
    WITH given AS (DELETE FROM source_aggregates a WHERE a.organization_id = ${organizationId} AND a.source_id = ${from}
        AND ${isColdHour(sql`${to}::uuid`)} AND NOT ${isColdHour(sql`${from}::uuid`)} RETURNING a.*)
    INSERT INTO source_aggregates AS known (organization_id, source_id, type_id, hour_at, lines)
    SELECT organization_id, ${to}::uuid, type_id, hour_at, lines FROM given
    ON CONFLICT (organization_id, source_id, type_id, hour_at) DO UPDATE SET lines = known.lines || chr(10) || excluded.lines`);
}
