import { requireVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';

/**
 * Guards a use-case that spans studies: the actor must hold the verb in at least one. Which studies it then sees is
 * decided by the scope of the query. Throws `permission_missing`.
 */
export function requireVerbSomewhere(ctx: Context, verb: Verb): void {
  const studies = studiesWithVerb(ctx.actor, verb);
  if (studies !== null && studies.length === 0) requireVerb(ctx, verb);
}
