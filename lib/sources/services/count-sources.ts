import type { Context } from '#lib/platform/context.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { selectSourceCounts } from '../data/sources.sql.ts';
import type { SourceCounts, SourceFilter } from '../domain/source-query.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

/** How many sources a filter shows, in all and in each state: the numbers on Home and above the list. */
export async function countSources(ctx: Context, filter: SourceFilter): Promise<SourceCounts> {
  requireVerbSomewhere(ctx, 'sources.read');
  return selectSourceCounts(scopeOf(ctx, 'sources.read'), filter);
}
