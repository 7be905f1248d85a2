import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findVersion, type MeantVersion } from '../data/find-version.sql.ts';
import { registryScope } from '../data/scope.ts';
import { visibleTrees } from './visible-trees.ts';

/** A version that the actor may see, and the trees in it that the verb covers (ltree paths; null: all of it). */
export interface OpenVersion extends MeantVersion {
  readonly trees: readonly string[] | null;
}

/**
 * The version that is meant: the one named, else the default of the pyramid named, else that of the default pyramid.
 * Errors: `permission_missing`, `not_found` (also when no tree of it is the actor's to see).
 */
export async function resolveVersion(
  ctx: Context,
  { version, pyramid }: { readonly version?: string | undefined; readonly pyramid?: string | undefined },
  verb: Verb = 'registry.read',
): Promise<OpenVersion> {
  visibleTrees(ctx, verb);
  const found = await findVersion(registryScope(ctx), { versionId: version, pyramidId: pyramid });
  if (!found) throw new Problem('not_found');
  const trees = visibleTrees(ctx, verb, found.studyIds);
  if (trees?.length === 0) throw new Problem('not_found');
  return { ...found, trees };
}
