import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findVersion, type MeantVersion } from '../data/find-version.sql.ts';
import { registryScope } from '../data/scope.ts';
import { findUnit, type StoredUnit } from '../data/unit.sql.ts';
import { isInTrees, requireUnitVerb, visibleTrees } from './visible-trees.ts';

/** A unit that the actor may see, and the version it is in. */
export interface OpenUnit {
  readonly unit: StoredUnit;
  readonly version: MeantVersion;
}

/**
 * Finds a unit for an actor who wants to use a verb on it. Errors: `not_found` (also for a unit outside the trees that
 * the actor may see), `permission_missing` (the verb does not reach it).
 */
export async function openUnit(ctx: Context, id: string, verb: Verb = 'registry.read'): Promise<OpenUnit> {
  visibleTrees(ctx, 'registry.read');
  const scope = registryScope(ctx);
  const unit = await findUnit(scope, id);
  const version = unit && (await findVersion(scope, { versionId: unit.versionId }));
  if (!version || !isInTrees(unit.path, visibleTrees(ctx, 'registry.read', version.studyIds))) {
    throw new Problem('not_found', { detail: 'There is no such unit, or it is not yours to see.' });
  }
  if (verb !== 'registry.read') requireUnitVerb(ctx, verb, { path: unit.path, studyIds: version.studyIds });
  return { unit, version };
}

/** True when the verb reaches the unit. */
export function mayUse(ctx: Context, verb: Verb, { unit, version }: OpenUnit): boolean {
  const { actor } = ctx;
  if (actor.kind !== 'system' && (actor.kind === 'device' || !actor.grants.some(({ verbs }) => verbs.has(verb))))
    return false;
  return isInTrees(unit.path, visibleTrees(ctx, verb, version.studyIds));
}
