import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { verbDescriptions, type Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/** Guards what belongs to no study yet: the actor must hold the verb in one at least. Errors: `permission_missing`. */
export function requireSomeVerb(ctx: Context, verb: Verb): void {
  if (studiesWithVerb(ctx.actor, verb)?.length !== 0) return;
  throw new Problem('permission_missing', {
    detail: `This needs the permission "${verbDescriptions[verb]}" (${verb}). An owner of the organization can grant it.`,
  });
}
