import type { Context } from '#lib/platform/context.ts';
import { registryScope } from '../data/scope.ts';
import { selectAncestors, selectUnitLabels } from '../data/unit.sql.ts';
import type { Unit } from '../domain/unit.ts';
import { mayUse, openUnit } from './open-unit.ts';
import { isInTrees, visibleTrees } from './visible-trees.ts';

/** One unit with everything its page tells. Errors: `not_found`, `permission_missing`. */
export async function getUnit(ctx: Context, id: string): Promise<Unit> {
  const open = await openUnit(ctx, id);
  const { unit, version } = open;
  const { state, ...stored } = unit;
  const scope = registryScope(ctx);
  const trees = visibleTrees(ctx, 'registry.read', version.studyIds);
  const ancestors = (await selectAncestors(scope, unit)).filter(({ path }) => isInTrees(path, trees));
  const isOpen = !version.isReadOnly;
  return {
    ...state,
    ...stored,
    ...(await selectUnitLabels(scope, id)),
    ancestors,
    versionNumber: version.number,
    pyramidId: version.pyramidId,
    pyramidName: version.pyramidName,
    isReadOnly: version.isReadOnly,
    mayEdit: isOpen && mayUse(ctx, 'registry.edit', open),
    mayRestore: isOpen && mayUse(ctx, 'registry.restore', open),
  };
}
