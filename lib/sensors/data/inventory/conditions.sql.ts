import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { SortColumn } from '#lib/platform/db/sorted-page.ts';

/** Lists have `organization_id` of theirs in one of these organizations. */
export function inOrganizations(alias: string, ids: readonly string[]): SqlStatement {
  return sql`${rawSql(alias)}.organization_id = ANY(${ids}::uuid[])`;
}

/** A source is installed publicly at a unit (an SQL expression), and neither is gone. */
export function isPublicAt(unit: SqlStatement, organization: SqlStatement): SqlStatement {
  return sql`EXISTS (SELECT 1 FROM installations pi
    JOIN sources ps ON ps.organization_id = pi.organization_id AND ps.id = pi.source_id AND ps.archived_at IS NULL
    WHERE pi.organization_id = ${organization} AND pi.unit_id = ${unit} AND pi.is_public AND pi.removed_at IS NULL)`;
}

/** One of several texts has a part, in any case. */
export function hasPart(columns: readonly SqlStatement[], part: string): SqlStatement {
  const found = columns.map((column) => sql`strpos(lower(${column}), lower(${part}::text)) > 0`);
  return sql`(${joinSql(found, ' OR ')})`;
}

/** A column of integers is one of those told. */
export function isOneOf(column: string, ids: readonly string[] | undefined): SqlStatement[] {
  return ids === undefined ? [] : [sql`${rawSql(column)} = ANY(${ids}::bigint[])`];
}

/** A condition when there is something to compare with. */
export function when(value: string | undefined, condition: (value: string) => SqlStatement): SqlStatement[] {
  return value === undefined ? [] : [condition(value)];
}

export function textColumn(expression: string): SortColumn {
  return { by: rawSql(`coalesce(${expression}, '')`), type: 'text' };
}

/** Numbers in their order; what is not told comes before them. */
export function numberColumn(expression: string): SortColumn {
  return { by: rawSql(`coalesce((${expression})::float8, -1e300)`), type: 'float8' };
}
