import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findSourceIdentity, getSource, type SourceIdentity } from '#lib/sources/index.ts';

/**
 * A source that the actor may erase, merge or split. Throws `not_found` when they may not see it, `permission_missing` when
 * they may not manage it or read what it sent.
 */
export async function requireSourceToWorkOn(ctx: Context, sourceId: string): Promise<SourceIdentity> {
  const { studyId } = await getSource(ctx, sourceId);
  requireVerb(ctx, 'sources.erase', { studyId });
  const source = await findSourceIdentity(ctx, sourceId);
  if (!source) throw new Problem('not_found');
  return source;
}
