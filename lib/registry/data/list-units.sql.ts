import { z } from 'zod';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { unitRowSchema, type UnitColumn, type UnitRow, type UnitSort } from '../domain/unit-list-query.ts';
import type { PreparedSearch } from '../domain/unit-search.ts';
import { anyUnitCondition, firstMatch, unitCondition } from './search-units.sql.ts';
import type { RegistryScope } from './scope.ts';

/** What each column of a list costs in SQL, over `org_units u`. */
const columnTexts: Record<Exclude<UnitColumn, 'parent'>, string> = {
  type: `u.type_id AS "typeId", (SELECT t.name FROM org_unit_types t WHERE t.organization_id = u.organization_id
    AND t.id = u.type_id) AS "typeName", (SELECT t.short_name FROM org_unit_types t
    WHERE t.organization_id = u.organization_id AND t.id = u.type_id) AS "typeShortName"`,
  code: `u.code`,
  sourceRef: `u.source_ref AS "sourceRef"`,
  aliases: `u.aliases`,
  position: `ST_X(u.location) AS lon, ST_Y(u.location) AS lat, ST_Z(u.location) AS "altitudeM",
    u.geom IS NOT NULL AS "hasShape"`,
  dates: `u.opening_date::text AS "openingDate", u.closed_date::text AS "closedDate"`,
  created: `u.created_at AS "createdAt", (SELECT c.actor_label FROM org_unit_changes c
    WHERE c.organization_id = u.organization_id AND c.unit_id = u.id AND c.before IS NULL
    ORDER BY c.id LIMIT 1) AS "createdBy"`,
  updated: `u.updated_at AS "updatedAt"`,
  groups: `coalesce((SELECT array_agg(m.group_id::text ORDER BY m.group_id) FROM org_unit_group_members m
    WHERE m.organization_id = u.organization_id AND m.unit_id = u.id), '{}') AS "groupIds"`,
  children: `EXISTS (SELECT 1 FROM org_units c WHERE c.organization_id = u.organization_id
    AND c.parent_id = u.id) AS "hasChildren"`,
  extraFields: `u.extra_fields AS "extraFields"`,
  path: `u.path::text AS path`,
  clientUuid: `u.client_uuid AS "clientUuid"`,
};

/** The unit above; its name is told only to who may see it. */
function parentColumn(trees: readonly string[] | null): SqlStatement {
  const seen = trees === null ? rawSql('') : sql`AND p.path <@ ANY(${[...trees]}::text[]::ltree[])`;
  const parent = sql`FROM org_units p WHERE p.organization_id = u.organization_id AND p.id = u.parent_id ${seen}`;
  return sql`u.parent_id AS "parentId", (SELECT p.name ${parent}) AS "parentName",
    (SELECT p.legacy_id ${parent}) AS "parentLegacyId", `;
}

/** What each order sorts by, and the type its value has when it comes back in a cursor. */
const sorts: Record<UnitSort, { readonly by: string; readonly type: string }> = {
  name: { by: 'u.folded', type: 'text' },
  id: { by: 'u.legacy_id', type: 'int8' },
  createdAt: { by: 'u.created_at', type: 'timestamptz' },
  updatedAt: { by: 'u.updated_at', type: 'timestamptz' },
  code: { by: 'u.code', type: 'text' },
  sourceRef: { by: `coalesce(u.source_ref, '')`, type: 'text' },
  status: { by: 'u.status', type: 'text' },
  type: {
    by: `coalesce((SELECT t.name FROM org_unit_types t WHERE t.organization_id = u.organization_id AND t.id = u.type_id), '')`,
    type: 'text',
  },
};

export interface UnitPageRequest {
  readonly versionId: string;
  readonly searches: readonly PreparedSearch[];
  readonly trees: readonly string[] | null;
  readonly columns: readonly UnitColumn[];
  readonly sort: UnitSort;
  readonly order: 'asc' | 'desc';
  /** Sort value and id of the last row seen; null: from the start. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

export interface PlacedRow {
  readonly row: UnitRow;
  readonly position: [string, string];
}

/**
 * One keyset page of units, with the position of each row. The page is found first and dressed afterwards, so that what is
 * looked through to find it need not be read whole; each of several searches is found in the way that suits it best.
 */
export async function selectUnitPage(scope: RegistryScope, page: UnitPageRequest): Promise<PlacedRow[]> {
  const direction = rawSql(page.order === 'asc' ? 'ASC' : 'DESC');
  const rows = await scope.db.query(
    unitRowSchema.extend({ sortValue: z.string() }),
    sql`WITH page AS MATERIALIZED (${foundPage(scope, page, direction)})
      SELECT u.id, u.legacy_id AS "legacyId", u.name, u.status, u.revision,
        ${firstMatch(scope, page)} AS "searchIndex", ${chosen(page)} page.place::text AS "sortValue"
      FROM page JOIN org_units u ON u.organization_id = ${scope.organizationId}::uuid AND u.id = page.id
      ORDER BY page.place ${direction}, u.id ${direction}`,
  );
  return rows.map(({ sortValue, ...row }) => ({ row, position: [sortValue, row.id] }));
}

/** Ids of the page's units and where each stands: the first of all that the searches find. */
function foundPage(scope: RegistryScope, page: UnitPageRequest, direction: SqlStatement): SqlStatement {
  const { by, type } = sorts[page.sort];
  const comparison = rawSql(page.order === 'asc' ? '>' : '<');
  const after = page.after
    ? sql`AND (${rawSql(by)}, u.id) ${comparison} (${page.after[0]}::text::${rawSql(type)}, ${page.after[1]}::uuid)`
    : rawSql('');
  const found = page.searches.map(
    (search) => sql`(SELECT u.id, ${rawSql(by)} AS place
      FROM org_units u WHERE ${unitCondition(scope, { ...page, search })} ${after}
      ORDER BY ${rawSql(by)} ${direction}, u.id ${direction} LIMIT ${page.limit})`,
  );
  return sql`SELECT id, place FROM (${joinSql(found, ' UNION ')}) AS found
    ORDER BY place ${direction}, id ${direction} LIMIT ${page.limit}`;
}

function chosen({ columns, trees }: UnitPageRequest): SqlStatement {
  const parts = [...new Set(columns)].map((column) =>
    column === 'parent' ? parentColumn(trees) : rawSql(`${columnTexts[column]}, `),
  );
  return parts.reduce((joined, part) => sql`${joined}${part}`, rawSql(''));
}

const countSchema = z.object({ count: z.coerce.number() });

/** How many units each search finds, at most `cap` of each. */
export async function selectUnitCounts(
  scope: RegistryScope,
  {
    searches,
    cap,
    ...where
  }: Pick<UnitPageRequest, 'versionId' | 'searches' | 'trees'> & { readonly cap: number | null },
): Promise<number[]> {
  const limit = cap === null ? rawSql('') : sql`LIMIT ${cap}::int4`;
  const parts = searches.map(
    (search, index) =>
      sql`(SELECT ${index}::int4 AS part, count(*) AS count FROM (
        SELECT 1 FROM org_units u WHERE ${unitCondition(scope, { ...where, search })} ${limit}) AS found)`,
  );
  const rows = await scope.db.query(
    countSchema,
    sql`SELECT count FROM (${joinSql(parts, ' UNION ALL ')}) AS counts ORDER BY part`,
  );
  return rows.map(({ count }) => count);
}

/** How many units any of the searches finds. */
export async function selectUnitTotal(
  scope: RegistryScope,
  where: Pick<UnitPageRequest, 'versionId' | 'searches' | 'trees'>,
): Promise<number> {
  const [row] = await scope.db.query(
    countSchema,
    sql`SELECT count(*) AS count FROM org_units u WHERE ${anyUnitCondition(scope, where)}`,
  );
  return row?.count ?? 0;
}
