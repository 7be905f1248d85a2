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

/** Units that a text finds, those whose names begin with it first, then by name; with the units above them. */
export async function selectTreeHits(
  scope: RegistryScope,
  search: TreeScope & {
    readonly text: string;
    /** Rank, folded name and id of the last row seen. */
    readonly after: readonly [number, string, string] | null;
  },
): Promise<Placed<TreeHit, [number, string, string]>[]> {
  const { versionId, trees, statuses, text, after, limit } = search;
  const found = unitCondition(scope, { versionId, trees, search: { text, status: [...statuses] } });
  const rank = rankOf(text);
  const behind = after
    ? sql`AND (${rank}, u.folded, u.id) > (${after[0]}::int4, ${after[1]}, ${after[2]}::uuid)`
    : rawSql('');
  const rows = await scope.db.query(
    treeHitSchema.extend({ folded: z.string(), rank: z.number() }),
    sql`SELECT ${nodeColumns(statuses)}, u.folded, u.rank, coalesce((
        SELECT jsonb_agg(jsonb_build_object('id', u2.id, 'name', u2.name) ORDER BY nlevel(u2.path)) FROM org_units u2
        WHERE u2.organization_id = u.organization_id AND u2.id <> u.id
          AND u2.legacy_id = ANY(string_to_array(u.path::text, '.')::int8[]) ${ancestorsIn(trees)}), '[]') AS breadcrumb
      FROM (SELECT u.organization_id, u.id, u.legacy_id, u.name, u.status, u.type_id, u.path, u.folded, ${rank} AS rank
        FROM org_units u WHERE ${found} ${behind}
        ORDER BY rank, u.folded, u.id LIMIT ${limit}) u
      ORDER BY u.rank, u.folded, u.id`,
  );
  return rows.map(({ folded, rank: at, ...row }) => ({ row, position: [at, folded, row.id] }));
}

function rankOf(text: string): SqlStatement {
  const query = readTextQuery(text);
  if (query?.kind !== 'name') return rawSql('0');
  return sql`CASE WHEN starts_with(u.folded, cairn_fold(${query.text})) THEN 0 ELSE 1 END`;
}

/** What stands above the viewer's trees is not the viewer's to see. */
function ancestorsIn(trees: readonly string[] | null): SqlStatement {
  return trees === null ? rawSql('') : sql`AND u2.path <@ ANY(${[...trees]}::text[]::ltree[])`;
}
