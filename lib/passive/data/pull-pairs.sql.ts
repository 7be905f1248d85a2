import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { testColumn, testGroups } from '#lib/platform/db/lookup-conditions.ts';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import type { Lookup, LookupGroup } from '#lib/sources/domain/lookups.ts';
import { isAboutPairs, type PointField, type PullQuery } from '../domain/pull-query.ts';

/** Where a pull looks: one study. */
export interface PullScope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
  readonly studyId: string;
}

const pairSchema = z.object({
  sourceId: z.guid(),
  source: z.string(),
  typeId: z.number(),
  type: z.string(),
  pointCount: z.coerce.number(),
  /** Every point of it is asked for, so that its running total is the count. */
  isWhole: z.boolean(),
});
/** One type of one source that may have points asked for. */
export type PulledPair = z.infer<typeof pairSchema>;

/** Points received later than this are not asked for, microseconds since 1970. */
export interface PullPin {
  readonly pinUs: number;
}

const instantOf = (us: number) => sql`('epoch'::timestamptz + ${us}::float8 * interval '1 microsecond')`;

/** The pairs of source and type that may have points asked for, by their names. From running totals alone. */
export function selectPulledPairs(scope: PullScope, query: PullQuery, { pinUs }: PullPin): Promise<PulledPair[]> {
  const chosen = [
    testGroups(query.filters.filter(isAboutPairs), testName, { isExcluding: false }),
    testGroups(query.excludes.filter(isAboutPairs), testName, { isExcluding: true }),
  ];
  const rest = query.filters.filter((group) => !isAboutPairs(group));
  const ranges = rest.flat().filter(isRange);
  const isRangesOnly = rest.flat().length === ranges.length && query.excludes.every(isAboutPairs);
  const whole = isRangesOnly
    ? joinSql([...ranges.map((range) => testEdge(range, 'all')), sql`t.last_recorded_at <= ${instantOf(pinUs)}`], ' AND ')
    : rawSql('false');
  return scope.db.query(
    pairSchema,
    sql`SELECT t.source_id AS "sourceId", s.identifier AS source, t.type_id AS "typeId", d.identifier AS type,
        t.point_count AS "pointCount", coalesce(${whole}, false) AS "isWhole"
      FROM source_types t
      JOIN sources s ON s.organization_id = t.organization_id AND s.id = t.source_id
      JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
      WHERE t.organization_id = ${scope.organizationId} AND t.study_id = ${scope.studyId} AND t.point_count > 0
        AND t.first_recorded_at <= ${instantOf(pinUs)}
        AND ${joinSql([...chosen, ...ranges.map((range) => testEdge(range, 'any'))], ' AND ')}
      ORDER BY s.identifier COLLATE "C", d.identifier COLLATE "C", t.source_id, t.type_id`,
  );
}

function testName(lookup: Lookup<PointField>): SqlStatement {
  return testColumn(rawSql(lookup.field === 'source' ? 's.identifier' : 'd.identifier'), lookup);
}

function isRange({ kind, operator }: Lookup<PointField>): boolean {
  return kind === 'instant' && operator !== 'in' && operator !== 'exact';
}

/** Whether all points of a pair are in a range of time, or whether any can be: told from its first and last. */
function testEdge(lookup: Lookup<PointField>, whose: 'all' | 'any'): SqlStatement {
  const isLower = lookup.operator === 'gte' || lookup.operator === 'gt';
  const edge = isLower === (whose === 'all') ? 'first' : 'last';
  return testColumn(rawSql(`t.${edge}_${lookup.field}_at`), lookup);
}

/** What is asked of each point, beside its source and type and when it was received. */
export function pointConditions(query: PullQuery): SqlStatement {
  const aboutPoints = (group: LookupGroup<PointField>) => !isAboutPairs(group);
  return joinSql(
    [
      testGroups(query.filters.filter(aboutPoints), testPoint, { isExcluding: false }),
      testGroups(query.excludes.filter(aboutPoints), testPoint, { isExcluding: true }),
    ],
    ' AND ',
  );
}

const pointColumns = {
  source: 'n.source',
  generator_identifier: 'n.type',
  secondary_identifier: 'p.secondary_id',
  created: 'p.created_at',
  recorded: 'p.recorded_at',
  properties: 'p.properties',
} as const;

const envelopeColumns = { generator: `e.metadata ->> 'generator'`, user_agent: 'e.user_agent' } as const;

function testPoint(lookup: Lookup<PointField>): SqlStatement {
  const { field } = lookup;
  if (field !== 'generator' && field !== 'user_agent') return testColumn(rawSql(pointColumns[field]), lookup);
  return sql`EXISTS (SELECT 1 FROM point_envelopes e WHERE e.organization_id = p.organization_id
    AND e.id = p.envelope_id AND ${testColumn(rawSql(`(${envelopeColumns[field]})`), lookup)})`;
}

/**
 * What keeps later pages from changing: nothing received after the pin, and, when a client hands one back, nothing that
 * was received before it and processed only since.
 */
export function pinConditions({ pinUs }: PullPin, { hasLateBundles }: { readonly hasLateBundles: boolean }): SqlStatement {
  const received = sql`p.recorded_at <= ${instantOf(pinUs)}`;
  if (!hasLateBundles) return received;
  return sql`${received} AND NOT EXISTS (SELECT 1 FROM bundles b WHERE b.organization_id = p.organization_id
    AND b.id = p.bundle_id AND b.processed_at > ${instantOf(pinUs)})`;
}

/** True when a bundle received up to the pin was processed after it. */
export async function selectHasLateBundles(scope: PullScope, { pinUs }: PullPin): Promise<boolean> {
  const [row] = await scope.db.query(
    z.object({ isSo: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM bundles b WHERE b.organization_id = ${scope.organizationId}
        AND b.study_id = ${scope.studyId} AND b.received_at <= ${instantOf(pinUs)}
        AND b.processed_at > ${instantOf(pinUs)}) AS "isSo"`,
  );
  return row?.isSo ?? false;
}
