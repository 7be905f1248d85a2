import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { listStudyRows } from '../data/studies.ts';
import type { Study } from '../domain/study.ts';

/** The studies the actor may see, by name; archived ones only when asked for. */
export function listStudies(ctx: Context, input: { readonly withArchived?: boolean } = {}): Promise<Study[]> {
  const ids = studiesWithVerb(ctx.actor, 'studies.read');
  return listStudyRows(ctx, { ids, withArchived: input.withArchived ?? false });
}
