import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findVersionOfStudy, selectTypesOfStudy } from '../data/find-version.sql.ts';
import { registryScope } from '../data/scope.ts';
import { resolveVersion, type OpenVersion } from './resolve-version.ts';

/** What the people of a study see of the registry. */
export interface StudyRegistry {
  readonly version: OpenVersion;
  /** The study's types; null: it has chosen none, so all of them. */
  readonly typeIds: readonly string[] | null;
}

/**
 * The version and the types that a study works with. Errors: `permission_missing`, `not_found` (the organization has no
 * default version, or none that is the actor's to see).
 */
export async function resolveStudy(ctx: Context, studyId: string): Promise<StudyRegistry> {
  const scope = registryScope(ctx);
  const versionId = await findVersionOfStudy(scope, studyId);
  if (versionId === null) throw new Problem('not_found');
  const typeIds = await selectTypesOfStudy(scope, studyId);
  return { version: await resolveVersion(ctx, { version: versionId }), typeIds: typeIds.length > 0 ? typeIds : null };
}
