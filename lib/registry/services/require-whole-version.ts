import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { resolveVersion, type OpenVersion } from './resolve-version.ts';
import { visibleTrees } from './visible-trees.ts';

/**
 * A version that the actor may see, for an act on all of it: the verb must cover the whole tree. Without an id, the default
 * version. Errors: `not_found`, `permission_missing`.
 */
export async function requireWholeVersion(ctx: Context, version: string | undefined, verb: Verb): Promise<OpenVersion> {
  const open = await resolveVersion(ctx, { version });
  requireWholeTree(ctx, verb, open.studyIds);
  return open;
}

/** Guards an act on a whole pyramid, which works with these studies. Throws `permission_missing`. */
export function requireWholeTree(ctx: Context, verb: Verb, studyIds: readonly string[]): void {
  if (visibleTrees(ctx, verb, studyIds) !== null) requireVerb(ctx, verb);
}
