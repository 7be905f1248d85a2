import { z } from 'zod';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { trackedEvents } from '../domain/checks/source-events.ts';
import type { SourceWorkPlan, SplitRule } from '../domain/source-work.ts';
import type { ViewScope } from './views.sql.ts';

const countSchema = z.object({ count: z.coerce.number() });

async function countOf(scope: ViewScope, statement: SqlStatement): Promise<number> {
  const [row] = await scope.db.query(countSchema, statement);
  return row?.count ?? 0;
}

/** Condition on points `p` and their types `d`: what a rule moves; null moves all. */
export function inRule(rule: SplitRule | null): SqlStatement {
  if (!rule) return rawSql('true');
  const types = rule.types === null ? rawSql('true') : sql`d.identifier = ANY (${rule.types}::text[])`;
  return joinSql(
    [
      types,
      ...(rule.from ? [sql`p.created_at >= ${rule.from}`] : []),
      ...(rule.to ? [sql`p.created_at < ${rule.to}`] : []),
    ],
    ' AND ',
  );
}

/** Joins points `p` with their types `d`. */
export const typeOf = rawSql('JOIN data_types d ON d.organization_id = p.organization_id AND d.id = p.type_id');

const totalsSchema = z.object({
  points: z.coerce.number(),
  types: z.coerce.number(),
  firstAt: z.coerce.date().nullable(),
  lastAt: z.coerce.date().nullable(),
});

/** Points that a rule moves (null: all of them), counted from the points themselves; device times. */
export async function countPointsOf(
  scope: ViewScope,
  { sourceId, rule }: { readonly sourceId: string; readonly rule: SplitRule | null },
): Promise<z.infer<typeof totalsSchema>> {
  const [totals] = await scope.db.query(
    totalsSchema,
    sql`SELECT count(*) AS points, count(DISTINCT p.type_id) AS types, min(p.created_at) AS "firstAt",
        max(p.created_at) AS "lastAt"
      FROM data_points p ${typeOf}
      WHERE p.organization_id = ${scope.organizationId} AND p.source_id = ${sourceId} AND ${inRule(rule)}`,
  );
  return totals ?? { points: 0, types: 0, firstAt: null, lastAt: null };
}

/** What the work would touch beside points. */
export async function countAround(
  scope: ViewScope,
  source: { readonly id: string; readonly studyId: string; readonly names: readonly string[] },
  rule: SplitRule | null,
): Promise<Pick<SourceWorkPlan, 'attachments' | 'quarantined' | 'bundles' | 'waitingBundles' | 'coldFiles'>> {
  const ofStudy = sql`b.organization_id = ${scope.organizationId} AND b.study_id = ${source.studyId}`;
  return {
    attachments: await countOf(
      scope,
      sql`SELECT count(DISTINCT p.file_id) AS count FROM attachment_links p ${typeOf}
        WHERE p.organization_id = ${scope.organizationId} AND p.source_id = ${source.id} AND ${inRule(rule)}`,
    ),
    quarantined: await countOf(
      scope,
      sql`SELECT count(*) AS count FROM quarantined_points q WHERE q.organization_id = ${scope.organizationId}
        AND q.study_id = ${source.studyId} AND q.source_hint = ANY (${source.names}::text[])`,
    ),
    bundles: await countOf(
      scope,
      sql`SELECT count(*) AS count FROM bundles b WHERE ${ofStudy} AND (b.body IS NOT NULL OR b.blob_key IS NOT NULL)`,
    ),
    waitingBundles: await countOf(scope, sql`SELECT count(*) AS count FROM bundles b WHERE ${ofStudy} AND b.state = 'waiting'`),
    coldFiles: await countOf(
      scope,
      sql`SELECT count(*) AS count FROM cold_months WHERE organization_id = ${scope.organizationId}`,
    ),
  };
}

/** Points moved or erased in one transaction: short enough that intake of the source hardly waits. */
const pointsPerStep = 5000;

const keys = (alias: string) =>
  rawSql(
    ['organization_id', 'source_id', 'type_id', 'created_at', 'content_hash'].map((name) => `${alias}.${name}`).join(', '),
  );

/** Some points of a source, with what a rule says of them, locked by being deleted. */
function takePoints(scope: ViewScope, sourceId: string, rule: SplitRule | null): SqlStatement {
  return sql`taken AS (
      SELECT ${keys('p')} FROM data_points p ${typeOf}
      WHERE p.organization_id = ${scope.organizationId} AND p.source_id = ${sourceId} AND ${inRule(rule)}
      ORDER BY p.type_id, p.created_at, p.content_hash LIMIT ${pointsPerStep}
    ), gone AS (
      DELETE FROM data_points p USING taken t WHERE (${keys('p')}) = (${keys('t')}) RETURNING p.*
    )`;
}

/** Erases some points of a source and what hangs on them; gives the number. 0: none is left. */
export async function deleteSomePoints(scope: ViewScope, sourceId: string): Promise<number> {
  return scope.db.transaction(async () => {
    const count = await countOf(
      scope,
      sql`WITH ${takePoints(scope, sourceId, null)}, unlinked AS (
          DELETE FROM attachment_links l USING gone g WHERE (${keys('l')}) = (${keys('g')}) RETURNING 1)
        SELECT (SELECT count(*) FROM gone) AS count, (SELECT count(*) FROM unlinked) AS links`,
    );
    return count;
  });
}

const movedSchema = z.object({ moved: z.coerce.number(), stored: z.coerce.number() });

/** Gives some points of a source to another, with their attachments; a point that it has already stays once. */
export async function moveSomePoints(
  scope: ViewScope,
  move: { readonly from: string; readonly to: string; readonly rule: SplitRule | null },
): Promise<z.infer<typeof movedSchema>> {
  const [row] = await scope.db.query(
    movedSchema,
    sql`WITH ${takePoints(scope, move.from, move.rule)}, stored AS (
        INSERT INTO data_points (organization_id, source_id, type_id, created_at, content_hash, recorded_at, bundle_id,
          envelope_id, secondary_id, geom, properties, extras)
        SELECT organization_id, ${move.to}::uuid, type_id, created_at, content_hash, recorded_at, bundle_id, envelope_id,
          secondary_id, geom, properties, extras FROM gone
        ON CONFLICT DO NOTHING RETURNING 1
      ), unlinked AS (
        DELETE FROM attachment_links l USING gone g WHERE (${keys('l')}) = (${keys('g')}) RETURNING l.*
      ), linked AS (
        INSERT INTO attachment_links (organization_id, file_id, source_id, type_id, created_at, content_hash)
        SELECT organization_id, file_id, ${move.to}::uuid, type_id, created_at, content_hash FROM unlinked
        ON CONFLICT DO NOTHING RETURNING 1
      )
      SELECT (SELECT count(*) FROM gone) AS moved, (SELECT count(*) FROM stored) AS stored,
        (SELECT count(*) FROM linked) AS links`,
  );
  return row ?? { moved: 0, stored: 0 };
}

/**
 * Counts types, hours and newest events of a source anew from its points, in the caller's transaction; totals of types and
 * hours count what lies in files of cold months too. Its row is locked first, so that what is being stored meanwhile is counted either
 * here or by whoever stores it.
 */
export async function recountTypes(scope: ViewScope, source: { readonly id: string; readonly studyId: string }): Promise<void> {
  const { db, organizationId } = scope;
  const ofSource = sql`organization_id = ${organizationId} AND source_id = ${source.id}`;
  await db.execute(sql`SELECT 1 FROM sources WHERE organization_id = ${organizationId} AND id = ${source.id} FOR UPDATE`);
  for (const table of [sql`source_types`, sql`source_hours`, sql`source_events`]) {
    await db.execute(sql`DELETE FROM ${table} WHERE ${ofSource}`);
  }
  await db.execute(sql`
    INSERT INTO source_types (organization_id, source_id, type_id, study_id, point_count, first_created_at,
      last_created_at, first_recorded_at, last_recorded_at)
    SELECT organization_id, source_id, type_id, ${source.studyId}::uuid, sum(points), min(created0), max(created1),
      min(recorded0), max(recorded1)
    FROM (SELECT organization_id, source_id, type_id, count(*) AS points, min(created_at) AS created0,
        max(created_at) AS created1, min(recorded_at) AS recorded0, max(recorded_at) AS recorded1
      FROM data_points WHERE ${ofSource} GROUP BY organization_id, source_id, type_id
      UNION ALL
      SELECT c.organization_id, c.source_id, d.id, c.points, c.first_created_at, c.last_created_at,
        c.first_recorded_at, c.last_recorded_at
      FROM cold_counts c JOIN data_types d ON d.organization_id = c.organization_id AND d.identifier = c.type
      WHERE c.organization_id = ${organizationId} AND c.source_id = ${source.id}) p
    GROUP BY organization_id, source_id, type_id`);
  await db.execute(sql`
    INSERT INTO source_hours (organization_id, source_id, type_id, hour_at, point_count)
    SELECT organization_id, source_id, type_id, hour_at, sum(points)
    FROM (SELECT organization_id, source_id, type_id, date_trunc('hour', created_at, 'UTC') AS hour_at, count(*) AS points
      FROM data_points WHERE ${ofSource} GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT c.organization_id, c.source_id, d.id, timestamptz 'epoch' + cold.hour * interval '1 hour', cold.points
      FROM cold_counts c CROSS JOIN LATERAL unnest(c.hours, c.hour_points) AS cold(hour, points)
      JOIN data_types d ON d.organization_id = c.organization_id AND d.identifier = c.type
      WHERE c.organization_id = ${organizationId} AND c.source_id = ${source.id}) p
    GROUP BY 1, 2, 3, 4`);
  await db.execute(sql`DELETE FROM source_aggregates a WHERE ${ofSource} AND NOT EXISTS (SELECT 1 FROM source_hours h
    WHERE h.organization_id = a.organization_id AND h.source_id = a.source_id AND h.type_id = a.type_id
      AND h.hour_at = a.hour_at)`);
  await db.execute(sql`DELETE FROM source_receipts WHERE ${ofSource}`);
  await db.execute(sql`
    INSERT INTO source_events (organization_id, source_id, event, type_id, created_at, content_hash, recorded_at)
    SELECT DISTINCT ON (secondary_id) organization_id, source_id, secondary_id, type_id, created_at, content_hash, recorded_at
    FROM data_points WHERE ${ofSource}
      AND type_id = (SELECT id FROM data_types WHERE organization_id = ${organizationId} AND identifier = ${trackedEvents.type})
      AND (secondary_id = ANY (${trackedEvents.names}::text[]) OR starts_with(secondary_id, ${trackedEvents.prefix}))
    ORDER BY secondary_id, created_at DESC`);
}

/** Ids of the types that a source has points of. */
export async function selectTypeIdsOf({ db, organizationId }: ViewScope, sourceId: string): Promise<number[]> {
  const rows = await db.query(
    z.object({ typeId: z.number() }),
    sql`SELECT type_id AS "typeId" FROM source_types WHERE organization_id = ${organizationId} AND source_id = ${sourceId}
      ORDER BY type_id`,
  );
  return rows.map(({ typeId }) => typeId);
}

/** True when neither point nor observation names the source; its row is locked until the transaction ends. */
export async function lockEmptySource(scope: ViewScope, sourceId: string): Promise<boolean> {
  const { db, organizationId } = scope;
  await db.execute(sql`SELECT 1 FROM sources WHERE organization_id = ${organizationId} AND id = ${sourceId} FOR UPDATE`);
  const [row] = await db.query(
    z.object({ isEmpty: z.boolean() }),
    sql`SELECT NOT EXISTS (SELECT 1 FROM data_points WHERE organization_id = ${organizationId} AND source_id = ${sourceId})
      AND NOT EXISTS (SELECT 1 FROM observations WHERE organization_id = ${organizationId} AND source_id = ${sourceId})
      AS "isEmpty"`,
  );
  return row?.isEmpty ?? false;
}
