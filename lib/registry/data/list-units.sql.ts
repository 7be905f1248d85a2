import { z } from 'zod';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { unitRowSchema, type UnitColumn, type UnitRow } from '../domain/unit-list-query.ts';
import { foundPage, type FoundPage } from './find-page.sql.ts';
import { firstMatch, unitCondition } from './search-units.sql.ts';
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

export interface UnitPageRequest extends FoundPage {
  readonly columns: readonly UnitColumn[];
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
    sql`WITH page AS MATERIALIZED (${foundPage(scope, page)})
      SELECT u.id, u.legacy_id AS "legacyId", u.name, u.status, u.revision,
        ${firstMatch(scope, page)} AS "searchIndex", ${chosen(page)} page.place::text AS "sortValue"
      FROM page JOIN org_units u ON u.organization_id = ${scope.organizationId}::uuid AND u.id = page.id
      ORDER BY page.place ${direction}, u.id ${direction}`,
  );
  return rows.map(({ sortValue, ...row }) => ({ row, position: [sortValue, row.id] }));
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
  }: Pick<UnitPageRequest, 'versionId' | 'searches' | 'trees'> & { readonly cap: number },
): Promise<number[]> {
  const parts = searches.map(
    (search, index) =>
      sql`(SELECT ${index}::int4 AS part, count(*) AS count FROM (
        SELECT 1 FROM org_units u WHERE ${unitCondition(scope, { ...where, search })} LIMIT ${cap}::int4) AS found)`,
  );
  const rows = await scope.db.query(
    countSchema,
    sql`SELECT count FROM (${joinSql(parts, ' UNION ALL ')}) AS counts ORDER BY part`,
  );
  return rows.map(({ count }) => count);
}

/** How many units any of the searches finds: each is found in the way that suits it best, and units are counted once. */
export async function selectUnitTotal(
  scope: RegistryScope,
  { searches, ...where }: Pick<UnitPageRequest, 'versionId' | 'searches' | 'trees'>,
): Promise<number> {
  const found = searches.map(
    (search) => sql`SELECT u.id FROM org_units u WHERE ${unitCondition(scope, { ...where, search })}`,
  );
  const [row] = await scope.db.query(
    countSchema,
    sql`SELECT count(*) AS count FROM (${joinSql(found, ' UNION ')}) AS found`,
  );
  return row?.count ?? 0;
}
