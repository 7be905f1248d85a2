import { z } from 'zod';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { PreparedSearch } from '../domain/unit-search.ts';
import type { FoundUnit, NumberedPage, NumberedSort } from '../domain/unit-pages.ts';
import type { RegistryScope } from './scope.ts';
import { unitCondition } from './search-units.sql.ts';

/** A search as its statement needs it. */
export interface OpenSearch {
  readonly versionId: string;
  readonly search: PreparedSearch;
  readonly trees: readonly string[] | null;
  readonly withoutIds: readonly string[];
}

const sorts: Readonly<Record<NumberedSort, string>> = {
  id: 'u.legacy_id',
  name: 'u.folded',
  path: 'u.path',
  createdAt: 'u.created_at',
  updatedAt: 'u.updated_at',
  code: 'u.code',
  sourceRef: `coalesce(u.source_ref, '')`,
  status: 'u.status',
  type: `coalesce((SELECT t.name FROM org_unit_types t WHERE t.organization_id = u.organization_id AND t.id = u.type_id), '')`,
  typeDepth: `coalesce((SELECT t.depth FROM org_unit_types t WHERE t.organization_id = u.organization_id AND t.id = u.type_id), -1)`,
  parent: `coalesce((SELECT p.folded FROM org_units p WHERE p.organization_id = u.organization_id AND p.id = u.parent_id), '')`,
  pyramid: `(SELECT y.name FROM pyramid_versions v JOIN pyramids y ON y.organization_id = v.organization_id
    AND y.id = v.pyramid_id WHERE v.organization_id = u.organization_id AND v.id = u.version_id)`,
  creator: `coalesce((SELECT c.actor_label FROM org_unit_changes c WHERE c.organization_id = u.organization_id
    AND c.unit_id = u.id AND c.before IS NULL ORDER BY c.id LIMIT 1), '')`,
};

function conditionOf(scope: RegistryScope, open: OpenSearch): SqlStatement {
  const found = unitCondition(scope, open);
  if (open.withoutIds.length === 0) return found;
  return sql`(${found} AND NOT u.id = ANY(${[...open.withoutIds]}::uuid[]))`;
}

function anyOf(scope: RegistryScope, searches: readonly OpenSearch[]): SqlStatement {
  return sql`(${joinSql(
    searches.map((search) => conditionOf(scope, search)),
    ' OR ',
  )})`;
}

const foundSchema = z.object({ id: z.string(), searchIndex: z.number() });

/**
 * Units from an offset on, each once. Rows before the offset are walked, not read: only ids and what is sorted by. A run
 * in the second half of `total` is walked from the end.
 */
export async function selectUnitsFrom(
  scope: RegistryScope,
  { searches, order, offset, limit, total }: NumberedRun,
): Promise<FoundUnit[]> {
  const wanted = Math.min(limit, total - offset);
  if (wanted <= 0) return [];
  const isFromEnd = offset > total / 2;
  const direction = (isDescending: boolean) => (isDescending === isFromEnd ? 'ASC' : 'DESC');
  const by = order.map((one) => `${sorts[one.by]} ${direction(one.isDescending)}`);
  const cases = searches.map((search, index) => sql`WHEN ${conditionOf(scope, search)} THEN ${index}::int4`);
  const searchIndex =
    searches.length === 1 ? rawSql('0') : sql`CASE ${cases.reduce((joined, next) => sql`${joined} ${next}`)} END`;
  const rows = await scope.db.query(
    foundSchema,
    sql`SELECT u.id, ${searchIndex} AS "searchIndex" FROM org_units u WHERE ${anyOf(scope, searches)}
      ORDER BY ${rawSql([...by, `u.id ${direction(false)}`].join(', '))}
      LIMIT ${wanted} OFFSET ${isFromEnd ? total - offset - wanted : offset}`,
  );
  return isFromEnd ? rows.toReversed() : rows;
}

export interface NumberedRun extends Omit<NumberedPage, 'searches'> {
  readonly searches: readonly OpenSearch[];
  readonly total: number;
}

const boundsSchema = z.object({
  west: z.number().nullable(),
  south: z.number().nullable(),
  east: z.number().nullable(),
  north: z.number().nullable(),
});

/** The box around points and shapes of what the searches find, in degrees; nulls when there are none. */
export async function selectBounds(
  scope: RegistryScope,
  searches: readonly OpenSearch[],
): Promise<z.infer<typeof boundsSchema>> {
  const [row] = await scope.db.query(
    boundsSchema,
    sql`SELECT ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north
      FROM (SELECT ST_Extent(one.geom) AS box FROM org_units u,
        LATERAL (VALUES (ST_Force2D(u.location)), (coalesce(u.simplified_geom, u.geom))) AS one (geom)
        WHERE ${anyOf(scope, searches)}) AS boxed`,
  );
  return row ?? { west: null, south: null, east: null, north: null };
}

const countSchema = z.object({ count: z.coerce.number() });

/** How many units each search finds, and how many any of them finds. */
export async function countNumbered(
  scope: RegistryScope,
  searches: readonly OpenSearch[],
): Promise<{ readonly counts: readonly number[]; readonly total: number }> {
  const conditions = searches.map((search) => conditionOf(scope, search));
  const all = conditions.length > 1 ? [...conditions, anyOf(scope, searches)] : conditions;
  const parts = all.map(
    (condition, index) =>
      sql`(SELECT ${index}::int4 AS part, count(*) AS count FROM org_units u WHERE ${condition})`,
  );
  const rows = await scope.db.query(
    countSchema,
    sql`SELECT count FROM (${joinSql(parts, ' UNION ALL ')}) AS counted ORDER BY part`,
  );
  const counts = rows.map(({ count }) => count);
  return { counts: counts.slice(0, searches.length), total: counts.at(-1) ?? 0 };
}
