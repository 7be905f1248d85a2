import { nameSubject } from '#lib/platform/audit/current-reading.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { selectSource } from '../data/sources.sql.ts';
import type { Source } from '../domain/source.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

/** One source. Throws `not_found` also for a source of a study that the actor may not see. */
export async function getSource(ctx: Context, id: string): Promise<Source> {
  requireVerbSomewhere(ctx, 'sources.read');
  const source = await selectSource(scopeOf(ctx, 'sources.read'), id);
  if (!source) throw new Problem('not_found', { detail: 'There is no such source, or it is not yours to see.' });
  nameSubject({ organizationId: ctx.organizationId, studyId: source.studyId, sourceId: source.id });
  return source;
}
