import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { UnitStatus } from '../domain/org-unit.ts';
import { treeHitSchema, treeNodeSchema, type TreeHit, type TreeNode } from '../domain/unit-tree.ts';
import { readTextQuery } from '../domain/unit-search.ts';
import type { RegistryScope } from './scope.ts';
import { unitCondition, unitsOfVersion } from './search-units.sql.ts';

interface TreeScope {
  readonly versionId: string;
  /** ltree paths of the trees the viewer may see; null: all of it. */
  readonly trees: readonly string[] | null;
  readonly statuses: readonly UnitStatus[];
  readonly limit: number;
}

/** A row and where the next page begins behind it. */
export interface Placed<Row, Position> {
  readonly row: Row;
  readonly position: Position;
}

function nodeColumns(statuses: readonly UnitStatus[]): SqlStatement {
  return sql`u.id, u.legacy_id AS "legacyId", u.name, u.status, u.type_id AS "typeId",
    (SELECT t.short_name FROM org_unit_types t
      WHERE t.organization_id = u.organization_id AND t.id = u.type_id) AS "typeShortName",
    EXISTS (SELECT 1 FROM org_units c WHERE c.organization_id = u.organization_id AND c.parent_id = u.id
      AND c.status = ANY(${statuses}::text[])) AS "hasChildren"`;
}

/** Children of a unit, or (null) the tops of what the viewer may see, by name. */
export async function selectLevel(
  scope: RegistryScope,
  level: TreeScope & {
    readonly parentId: string | null;
    /** Folded name and id of the last row seen. */
    readonly after: readonly [string, string] | null;
  },
): Promise<Placed<TreeNode, [string, string]>[]> {
  const { versionId, trees, statuses, parentId, after, limit } = level;
  const place =
    parentId !== null
      ? sql`u.parent_id = ${parentId}::uuid`
      : trees === null
        ? rawSql('u.parent_id IS NULL')
        : sql`u.path = ANY(${[...trees]}::text[]::ltree[])`;
  const behind = after ? sql`AND (u.folded, u.id) > (${after[0]}, ${after[1]}::uuid)` : rawSql('');
  const rows = await scope.db.query(
    treeNodeSchema.extend({ folded: z.string() }),
    sql`SELECT ${nodeColumns(statuses)}, u.folded FROM org_units u
      WHERE ${unitsOfVersion(scope, versionId, trees)} AND ${place} AND u.status = ANY(${statuses}::text[]) ${behind}
      ORDER BY u.folded, u.id LIMIT ${limit}`,
  );
  return rows.map(({ folded, ...row }) => ({ row, position: [folded, row.id] }));
}

interface TreeSearch extends TreeScope {
  readonly text: string;
  /** Rank, folded name and id of the last row seen. */
  readonly after: readonly [number, string, string] | null;
}

type PlacedHit = Placed<TreeHit, [number, string, string]>;

/** Units that a text finds, those whose names begin with it first, then by name; with the units above them. */
export async function selectTreeHits(scope: RegistryScope, search: TreeSearch): Promise<PlacedHit[]> {
  const query = readTextQuery(search.text);
  if (query?.kind !== 'name') return selectHits(scope, search, { rank: 0, only: rawSql('') });
  const start = sql`cairn_fold(${query.text})`;
  // Names in a range are found without looking at any other; what only contains the text is looked for when they run out.
  const beginning = sql`AND u.folded >= ${start} AND u.folded < ${start} || chr(1114111)`;
  const isBehind = search.after !== null && search.after[0] > 0;
  const first = isBehind ? [] : await selectHits(scope, search, { rank: 0, only: beginning });
  if (first.length === search.limit) return first;
  const rest = { ...search, after: isBehind ? search.after : null, limit: search.limit - first.length };
  return [
    ...first,
    ...(await selectHits(scope, rest, { rank: 1, only: sql`AND NOT starts_with(u.folded, ${start})` })),
  ];
}

/** Hits of one rank, by name. */
async function selectHits(
  scope: RegistryScope,
  { versionId, trees, statuses, text, after, limit }: TreeSearch,
  { rank, only }: { readonly rank: number; readonly only: SqlStatement },
): Promise<PlacedHit[]> {
  const found = unitCondition(scope, { versionId, trees, search: { text, status: [...statuses] } });
  const behind = after ? sql`AND (u.folded, u.id) > (${after[1]}, ${after[2]}::uuid)` : rawSql('');
  const rows = await scope.db.query(
    treeHitSchema.extend({ folded: z.string() }),
    sql`WITH hit AS MATERIALIZED (SELECT u.id FROM org_units u WHERE ${found} ${only} ${behind}
        ORDER BY u.folded, u.id LIMIT ${limit})
      SELECT ${nodeColumns(statuses)}, u.folded, coalesce((
        SELECT jsonb_agg(jsonb_build_object('id', u2.id, 'name', u2.name) ORDER BY nlevel(u2.path)) FROM org_units u2
        WHERE u2.organization_id = u.organization_id AND u2.id <> u.id
          AND u2.legacy_id = ANY(string_to_array(u.path::text, '.')::int8[]) ${ancestorsIn(trees)}), '[]') AS breadcrumb
      FROM hit JOIN org_units u ON u.organization_id = ${scope.organizationId}::uuid AND u.id = hit.id
      ORDER BY u.folded, u.id`,
  );
  return rows.map(({ folded, ...row }) => ({ row, position: [rank, folded, row.id] }));
}

/** What stands above the viewer's trees is not the viewer's to see. */
function ancestorsIn(trees: readonly string[] | null): SqlStatement {
  return trees === null ? rawSql('') : sql`AND u2.path <@ ANY(${[...trees]}::text[]::ltree[])`;
}
