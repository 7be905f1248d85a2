import type { Context } from '#lib/platform/context.ts';
import { selectAllGroups } from '../data/groups.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import type { SourceGroup } from '../domain/source.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

/** The groups of the studies that the actor may see, or of one study by its key; sorted by study and name. */
export async function listGroups(
  ctx: Context,
  filter: { readonly study?: string | undefined } = {},
): Promise<SourceGroup[]> {
  requireVerbSomewhere(ctx, 'sources.read');
  return selectAllGroups(scopeOf(ctx, 'sources.read'), filter.study);
}
