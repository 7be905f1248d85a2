import type { Context } from '#lib/platform/context.ts';
import { selectTypeChoices, selectVersionChoices } from '../data/choices.sql.ts';
import { selectGroups } from '../data/groups.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { UnitChoices } from '../domain/unit-choices.ts';
import { resolveVersion } from './resolve-version.ts';
import { visibleTrees } from './visible-trees.ts';

/** Versions to choose from; an organization has a few. */
const mostVersions = 1000;

/**
 * What the filters of a version choose from: versions, types, groups. Errors: `permission_missing`, `not_found` (the
 * version).
 */
export async function listUnitChoices(ctx: Context, { version }: { readonly version: string }): Promise<UnitChoices> {
  const { id } = await resolveVersion(ctx, { version });
  const scope = registryScope(ctx);
  const [versions, types, groups] = await Promise.all([
    selectVersionChoices(scope, mostVersions),
    selectTypeChoices(scope),
    selectGroups(scope, id),
  ]);
  return {
    versions: versions.flatMap(({ studyIds, ...choice }) =>
      visibleTrees(ctx, 'registry.read', studyIds)?.length === 0 ? [] : [choice],
    ),
    types: types.map(({ id: typeId, name }) => ({ id: typeId, name })),
    categories: [...new Set(types.flatMap(({ category }) => category ?? []))],
    groups: groups.map(({ id: groupId, name }) => ({ id: groupId, name })),
  };
}
