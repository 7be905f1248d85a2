import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectPyramidNumbers } from '../data/pyramids.sql.ts';
import { registryScope } from '../data/scope.ts';

/** A pyramid into which files can be brought, and the numbers of its versions. */
export interface ImportTarget {
  readonly name: string;
  readonly versions: readonly number[];
}

/** The pyramids of the organization by name. Errors: `permission_missing`. */
export function listImportTargets(ctx: Context): Promise<ImportTarget[]> {
  requireVerb(ctx, 'registry.edit');
  return selectPyramidNumbers(registryScope(ctx));
}
