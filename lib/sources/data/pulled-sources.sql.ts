import { z } from 'zod';
import { testColumn, testGroups } from '#lib/platform/db/lookup-conditions.ts';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { Lookup } from '../domain/lookups.ts';
import type { PulledSourceField, SourceQuestion } from '../domain/pulled-source.ts';
import { sourceTables } from './source-conditions.sql.ts';
import { inScope, type SourceScope } from './scope.sql.ts';

const columns: Readonly<Record<PulledSourceField, string>> = {
  identifier: 's.identifier',
  name: 's.name',
  group: 'g.name',
  suppress_alerts: 's.suppress_alerts',
};

function test(lookup: Lookup<PulledSourceField>): SqlStatement {
  return testColumn(rawSql(columns[lookup.field]), lookup);
}

function asked(scope: SourceScope, studyId: string, question: SourceQuestion): SqlStatement {
  return joinSql(
    [
      inScope(scope, rawSql('s')),
      sql`s.study_id = ${studyId} AND s.archived_at IS NULL`,
      testGroups(question.filters, test, { isExcluding: false }),
      testGroups(question.excludes, test, { isExcluding: true }),
    ],
    ' AND ',
  );
}

const rowSchema = z.object({
  id: z.guid(),
  name: z.string(),
  identifier: z.string(),
  userAgent: z.string(),
  suppressAlerts: z.boolean(),
  pointCount: z.coerce.number(),
  group: z.string().nullable(),
});
/** A source as pull clients are told of it. */
export type PulledSourceRow = z.infer<typeof rowSchema>;

/** A page of the sources asked for, by the order asked for, else by identifier. */
export function selectPulledSources(
  scope: SourceScope,
  studyId: string,
  page: { readonly question: SourceQuestion; readonly skip: number; readonly limit: number },
): Promise<PulledSourceRow[]> {
  const keys = page.question.order.map(({ field, isDescending }) => `${columns[field]} ${isDescending ? 'DESC' : 'ASC'}`);
  return scope.db.query(
    rowSchema,
    sql`SELECT s.id, s.name, s.identifier, s.user_agent AS "userAgent", s.suppress_alerts AS "suppressAlerts",
        s.point_count AS "pointCount", g.name AS "group"
      FROM ${sourceTables} WHERE ${asked(scope, studyId, page.question)}
      ORDER BY ${joinSql([...keys, 's.identifier', 's.id'].map(rawSql), ', ')} LIMIT ${page.limit} OFFSET ${page.skip}`,
  );
}

/** How many sources are asked for. */
export async function countPulledSources(scope: SourceScope, studyId: string, question: SourceQuestion): Promise<number> {
  const [row] = await scope.db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) AS count FROM ${sourceTables} WHERE ${asked(scope, studyId, question)}`,
  );
  return row?.count ?? 0;
}

/** Ids of the sources asked for, at most so many, in the order of their ids: they are about to be locked. */
export async function selectPulledSourceIds(
  scope: SourceScope,
  studyId: string,
  { question, limit }: { readonly question: SourceQuestion; readonly limit: number },
): Promise<string[]> {
  const rows = await scope.db.query(
    z.object({ id: z.guid() }),
    sql`SELECT s.id FROM ${sourceTables} WHERE ${asked(scope, studyId, question)} ORDER BY s.id LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/** Sets the members that are given; gives back the ids of the sources. */
export function updatePulledSources(
  scope: SourceScope,
  ids: readonly string[],
  change: { readonly groupId?: string | null; readonly name?: string; readonly suppressAlerts?: boolean },
): Promise<{ id: string; studyId: string }[]> {
  const sets = [
    ...(change.groupId === undefined ? [] : [sql`group_id = ${change.groupId}::uuid`]),
    ...(change.name === undefined ? [] : [sql`name = ${change.name}`]),
    ...(change.suppressAlerts === undefined ? [] : [sql`suppress_alerts = ${change.suppressAlerts}`]),
  ];
  return scope.db.query(
    z.object({ id: z.guid(), studyId: z.guid() }),
    sql`WITH chosen AS (
        SELECT s.id FROM sources s WHERE ${inScope(scope, rawSql('s'))} AND s.id = ANY (${ids}::uuid[])
        ORDER BY s.id FOR UPDATE)
      UPDATE sources s SET ${sets.length === 0 ? rawSql('name = s.name') : joinSql(sets, ', ')} FROM chosen
      WHERE s.organization_id = ${scope.organizationId} AND s.id = chosen.id
      RETURNING s.id, s.study_id AS "studyId"`,
  );
}

/** The group of a study with this name; null when there is none. */
export async function selectGroupNamed(scope: SourceScope, studyId: string, name: string): Promise<string | null> {
  const [row] = await scope.db.query(
    z.object({ id: z.guid() }),
    sql`SELECT g.id FROM source_groups g
      WHERE ${inScope(scope, rawSql('g'))} AND g.study_id = ${studyId} AND g.name = ${name}`,
  );
  return row?.id ?? null;
}
