import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectGroup } from '../data/groups.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import type { SourceGroup } from '../domain/source.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

/** One group. Throws `not_found` also for a group of a study that the actor may not see. */
export async function getGroup(ctx: Context, id: string): Promise<SourceGroup> {
  requireVerbSomewhere(ctx, 'sources.read');
  const group = await selectGroup(scopeOf(ctx, 'sources.read'), id);
  if (!group) throw new Problem('not_found', { detail: 'There is no such group, or it is not yours to see.' });
  return group;
}
