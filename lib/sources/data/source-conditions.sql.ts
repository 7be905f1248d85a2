import { containing } from '#lib/platform/db/containing.ts';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { silentBefore, type SourceState } from '../domain/source.ts';
import { noGroup, type SourceFilter, type SourceSelection } from '../domain/source-query.ts';
import { inScope, type SourceScope } from './scope.sql.ts';

/** Sources (s) with their study (st) and group (g): what every read of this wing selects from. */
export const sourceTables = sql`sources s
  JOIN studies st ON st.organization_id = s.organization_id AND st.id = s.study_id
  LEFT JOIN source_groups g ON g.organization_id = s.organization_id AND g.id = s.group_id`;

/** The state of a source as SQL; the twin of `sourceStateAt`. */
export function stateIs(state: SourceState, now: Date): SqlStatement {
  if (state === 'never') return sql`s.last_recorded_at IS NULL`;
  return state === 'active'
    ? sql`s.last_recorded_at >= ${silentBefore(now)}`
    : sql`s.last_recorded_at < ${silentBefore(now)}`;
}

/** A filter within a scope, as a condition on {@link sourceTables}. */
export function matching(scope: SourceScope, filter: SourceFilter): SqlStatement {
  const conditions = [inScope(scope, rawSql('s'))];
  conditions.push(filter.archived === true ? sql`s.archived_at IS NOT NULL` : sql`s.archived_at IS NULL`);
  if (filter.study !== undefined) conditions.push(sql`st.key = ${filter.study}`);
  // The expression is that of the trigram index sources_by_name.
  if (filter.text) conditions.push(sql`(s.identifier || ' ' || s.name) ILIKE ${containing(filter.text)}`);
  if (filter.kind !== undefined) conditions.push(sql`s.kind = ${filter.kind}`);
  if (filter.group === noGroup) conditions.push(sql`s.group_id IS NULL`);
  else if (filter.group !== undefined) conditions.push(sql`s.group_id = ${filter.group}`);
  if (filter.state !== undefined) conditions.push(stateIs(filter.state, scope.now));
  return joinSql(conditions, ' AND ');
}

/** A selection within a scope, as a condition on {@link sourceTables}. */
export function selected(scope: SourceScope, selection: SourceSelection): SqlStatement {
  if ('ids' in selection) return sql`${inScope(scope, rawSql('s'))} AND s.id = ANY(${selection.ids}::uuid[])`;
  return sql`${matching(scope, selection.filter)} AND s.id <> ALL(${selection.except}::uuid[])`;
}
