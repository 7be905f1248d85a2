import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { sourceSchema, sourceStateAt, type Source, type SourceKind } from '../domain/source.ts';
import {
  selectionSummarySchema,
  sourceCountsSchema,
  type SelectionSummary,
  type SourceCounts,
  type SourceFilter,
  type SourceSelection,
  type SourceSort,
} from '../domain/source-query.ts';
import { matching, selected, sourceTables, stateIs } from './source-conditions.sql.ts';
import { inScope, type SourceScope } from './scope.sql.ts';

const columns = sql`s.id, s.study_id AS "studyId", st.key AS "studyKey", st.name AS "studyName", s.identifier, s.name,
  s.kind, s.group_id AS "groupId", g.name AS "groupName", s.configuration_id AS "configurationId",
  s.suppress_alerts AS "suppressAlerts", coalesce(g.suppress_alerts, false) AS "groupSuppressesAlerts",
  s.user_agent AS "userAgent", s.point_count AS "pointCount", s.last_created_at AS "lastCreatedAt",
  s.last_recorded_at AS "lastRecordedAt", s.created_at AS "createdAt", s.archived_at AS "archivedAt"`;

const rowSchema = sourceSchema.omit({ state: true });
const sortedRowSchema = rowSchema.extend({ sortValue: z.coerce.string() });

/** What each order sorts by, and the type its value has when it comes back in a cursor. */
const sortExpressions: Record<SourceSort, { readonly by: SqlStatement; readonly type: SqlStatement }> = {
  lastSeen: { by: sql`coalesce(s.last_recorded_at, '-infinity')`, type: rawSql('timestamptz') },
  name: { by: sql`lower(s.name)`, type: rawSql('text') },
  points: { by: sql`s.point_count`, type: rawSql('bigint') },
  firstSeen: { by: sql`s.created_at`, type: rawSql('timestamptz') },
};

export interface SourcePageRequest {
  readonly filter: SourceFilter;
  readonly sort: SourceSort;
  readonly order: 'asc' | 'desc';
  /** Sort value and id of the last row seen; null for the first page. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** One keyset page, with the position of each row. */
export async function selectSourcePage(
  scope: SourceScope,
  page: SourcePageRequest,
): Promise<{ source: Source; position: [string, string] }[]> {
  const { by, type } = sortExpressions[page.sort];
  const direction = rawSql(page.order === 'asc' ? 'ASC' : 'DESC');
  const comparison = rawSql(page.order === 'asc' ? '>' : '<');
  const after = page.after
    ? sql`AND (${by}, s.id) ${comparison} (${page.after[0]}::text::${type}, ${page.after[1]}::uuid)`
    : rawSql('');
  const rows = await scope.db.query(
    sortedRowSchema,
    sql`SELECT ${columns}, (${by})::text AS "sortValue" FROM ${sourceTables}
      WHERE ${matching(scope, page.filter)} ${after}
      ORDER BY ${by} ${direction}, s.id ${direction} LIMIT ${page.limit}`,
  );
  return rows.map(({ sortValue, ...row }) => ({ source: withState(row, scope.now), position: [sortValue, row.id] }));
}

/** One source of the scope; null when there is none. */
export async function selectSource(scope: SourceScope, id: string): Promise<Source | null> {
  const [row] = await scope.db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${sourceTables} WHERE ${inScope(scope, rawSql('s'))} AND s.id = ${id}`,
  );
  return row ? withState(row, scope.now) : null;
}

function withState(row: Omit<Source, 'state'>, now: Date): Source {
  return { ...row, state: sourceStateAt(row.lastRecordedAt, now) };
}

const countColumns = (now: Date) => sql`count(*) AS "all",
  count(*) FILTER (WHERE ${stateIs('active', now)}) AS active,
  count(*) FILTER (WHERE ${stateIs('silent', now)}) AS silent,
  count(*) FILTER (WHERE ${stateIs('never', now)}) AS never`;

/** How many sources a filter shows, by state. */
export async function selectSourceCounts(scope: SourceScope, filter: SourceFilter): Promise<SourceCounts> {
  const [row] = await scope.db.query(
    sourceCountsSchema,
    sql`SELECT ${countColumns(scope.now)} FROM ${sourceTables} WHERE ${matching(scope, filter)}`,
  );
  return row ?? { all: 0, active: 0, silent: 0, never: 0 };
}

/** A selection in numbers. */
export async function selectSelectionSummary(
  scope: SourceScope,
  selection: SourceSelection,
): Promise<SelectionSummary> {
  const [row] = await scope.db.query(
    selectionSummarySchema,
    sql`SELECT ${countColumns(scope.now)}, coalesce(sum(s.point_count), 0) AS points,
      count(*) FILTER (WHERE s.archived_at IS NOT NULL) AS archived,
      count(*) FILTER (WHERE s.suppress_alerts) AS suppressed, count(DISTINCT s.study_id) AS studies
      FROM ${sourceTables} WHERE ${selected(scope, selection)}`,
  );
  if (!row) throw new Error('an aggregate gave no row');
  return row;
}

export interface NewSource {
  readonly id: string;
  readonly studyId: string;
  readonly identifier: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly groupId: string | null;
}

/** Adds a source; false when the study has one with this identifier. */
export async function insertSource(scope: SourceScope, source: NewSource): Promise<boolean> {
  const count = await scope.db.execute(
    sql`INSERT INTO sources (organization_id, id, study_id, identifier, name, kind, group_id, created_at)
      SELECT ${scope.organizationId}::uuid, ${source.id}::uuid, ${source.studyId}::uuid, ${source.identifier}::text,
        ${source.name}::text, ${source.kind}::text, ${source.groupId}::uuid, ${scope.now}::timestamptz
      WHERE NOT EXISTS (SELECT 1 FROM source_aliases a WHERE a.organization_id = ${scope.organizationId}
        AND a.study_id = ${source.studyId} AND a.identifier = ${source.identifier})
      ON CONFLICT DO NOTHING`,
  );
  return count === 1;
}

/** Gives a source another name; false when there is no such source. */
export async function updateSourceName(scope: SourceScope, id: string, name: string): Promise<boolean> {
  const count = await scope.db.execute(
    sql`UPDATE sources s SET name = ${name} WHERE ${inScope(scope, rawSql('s'))} AND s.id = ${id}`,
  );
  return count === 1;
}

const positionSchema = z.object({
  id: z.guid(),
  name: z.string(),
  kind: sourceSchema.shape.kind,
  position: z.tuple([z.number(), z.number()]),
  at: z.coerce.date(),
});
export type SourcePosition = z.infer<typeof positionSchema>;

/** Where sources were last, newest first: [lon, lat] in WGS 84. */
export function selectSourcePositions(
  scope: SourceScope,
  { filter, since, limit }: { readonly filter: SourceFilter; readonly since: Date; readonly limit: number },
): Promise<SourcePosition[]> {
  return scope.db.query(
    positionSchema,
    sql`SELECT s.id, s.name, s.kind, s.last_position_at AS at,
      json_build_array(ST_X(s.last_position), ST_Y(s.last_position)) AS position
      FROM ${sourceTables}
      WHERE ${matching(scope, filter)} AND s.last_position IS NOT NULL AND s.last_position_at >= ${since}
      ORDER BY s.last_position_at DESC LIMIT ${limit}`,
  );
}
