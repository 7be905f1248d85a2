import type { Context, Grant } from '#lib/platform/context.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/**
 * The trees in which the actor may use a verb, as ltree paths; null: everywhere. A grant for a study counts for pyramids
 * that the study works with: name those studies. Throws `permission_missing` when the actor may use it nowhere.
 */
export function visibleTrees(
  { actor, ...ctx }: Context,
  verb: Verb,
  studyIds: readonly string[] = [],
): readonly string[] | null {
  if (actor.kind === 'system') return null;
  const grants = actor.kind === 'device' ? [] : actor.grants.filter(({ verbs }) => verbs.has(verb));
  if (grants.length === 0) requireVerb({ actor, ...ctx }, verb);
  const covering = grants.filter(({ studyId }) => studyId === null || studyIds.includes(studyId));
  if (covering.some(({ orgUnitPath }) => orgUnitPath === null)) return null;
  return covering.flatMap(({ orgUnitPath }: Grant) => orgUnitPath ?? []);
}

/** True when a path lies in one of the trees. */
export function isInTrees(path: string | null, trees: readonly string[] | null): boolean {
  if (trees === null) return true;
  return path !== null && trees.some((top) => path === top || path.startsWith(`${top}.`));
}

/** Guards a change of a unit. Throws `permission_missing` when it lies outside the trees the actor may use the verb in. */
export function requireUnitVerb(
  ctx: Context,
  verb: Verb,
  { path, studyIds }: { readonly path: string | null; readonly studyIds: readonly string[] },
): void {
  if (isInTrees(path, visibleTrees(ctx, verb, studyIds))) return;
  throw new Problem('permission_missing', {
    detail: `This unit lies outside the part of the tree in which you hold ${verb}. An owner of the organization can widen it.`,
  });
}
