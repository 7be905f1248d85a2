import { z } from 'zod';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { silentBefore } from '../domain/source.ts';
import type { SourceFilter } from '../domain/source-query.ts';
import { matching, sourceTables } from './source-conditions.sql.ts';
import type { SourceScope } from './scope.sql.ts';

const rowSchema = z.object({ id: z.guid(), name: z.string(), total: z.coerce.number() });

/** Sources of one kind of change: how many, and the first few by name. */
export interface ChangedSources {
  readonly count: number;
  readonly first: readonly { readonly id: string; readonly name: string }[];
}

const mostNamed = 3;

async function select(scope: SourceScope, filter: SourceFilter, condition: SqlStatement): Promise<ChangedSources> {
  const rows = await scope.db.query(
    rowSchema,
    sql`SELECT s.id, s.name, count(*) OVER () AS total FROM ${sourceTables}
      WHERE ${matching(scope, filter)} AND ${condition} ORDER BY lower(s.name), s.id LIMIT ${mostNamed}`,
  );
  return { count: rows[0]?.total ?? 0, first: rows.map(({ id, name }) => ({ id, name })) };
}

/** Sources first seen since an instant. */
export function selectNewSources(scope: SourceScope, filter: SourceFilter, since: Date): Promise<ChangedSources> {
  return select(scope, filter, sql`s.created_at >= ${since}`);
}

/** Sources that count as silent now and did not at an instant. */
export function selectNewlySilent(scope: SourceScope, filter: SourceFilter, since: Date): Promise<ChangedSources> {
  const from = silentBefore(since);
  return select(
    scope,
    filter,
    sql`s.last_recorded_at >= ${from} AND s.last_recorded_at < ${silentBefore(scope.now)}`,
  );
}
