import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectRivalGroups, type ChosenUnits } from '../data/bulk-edit.sql.ts';
import { selectGroups } from '../data/groups.sql.ts';
import { registryScope } from '../data/scope.ts';
import { prepareSearches } from '../data/search-units.sql.ts';
import { hasType } from '../data/unit-surroundings.sql.ts';
import type { BulkChange, BulkEdit, BulkSelection } from '../domain/bulk-edit.ts';
import { requireWritablePyramid } from './require-writable-pyramid.ts';
import { resolveVersion, type OpenVersion } from './resolve-version.ts';
import { visibleTrees } from './visible-trees.ts';

/** A bulk edit that may be done: of which units, by which rules. */
export interface OpenBulkEdit {
  readonly version: OpenVersion;
  readonly editTrees: readonly string[] | null;
  readonly units: ChosenUnits;
  readonly rivalGroupIds: ReadonlySet<string>;
}

/**
 * Opens a bulk edit for an actor. Errors: `permission_missing`, `not_found` (the version), `pyramid_read_only`, `input_invalid` (no such type or group, or groups that exclude each other).
 */
export async function openBulkEdit(ctx: Context, { version: id, selection, change }: BulkEdit): Promise<OpenBulkEdit> {
  const version = await resolveVersion(ctx, { version: id });
  const editTrees = visibleTrees(ctx, 'registry.edit', version.studyIds);
  requireWritablePyramid(version);
  await requireTypeAndGroups(ctx, version.id, change);
  return {
    version,
    editTrees,
    units: await chosenUnits(ctx, { versionId: version.id, trees: version.trees, editTrees, selection }),
    rivalGroupIds: await findRivals(ctx, change),
  };
}

/** The units of a selection, as statements take them. */
export async function chosenUnits(
  ctx: Context,
  {
    selection,
    ...where
  }: Pick<ChosenUnits, 'versionId' | 'trees' | 'editTrees'> & { readonly selection: BulkSelection },
): Promise<ChosenUnits> {
  if ('ids' in selection) return { ...where, searches: null, ids: selection.ids };
  const searches = await prepareSearches(registryScope(ctx), where.versionId, selection.searches);
  return { ...where, searches, ids: selection.except };
}

/** Groups that units of an added group may not be in. */
export async function findRivals(ctx: Context, { addGroupIds }: BulkChange): Promise<ReadonlySet<string>> {
  const rivals = await selectRivalGroups(registryScope(ctx), addGroupIds);
  if (rivals.some(({ rivalId }) => addGroupIds.includes(rivalId))) {
    throw new Problem('input_invalid', {
      fields: { 'change.addGroupIds': 'Two of these groups are of one set, of which a unit may be in one group only.' },
    });
  }
  return new Set(rivals.map(({ rivalId }) => rivalId));
}

async function requireTypeAndGroups(ctx: Context, versionId: string, change: BulkChange): Promise<void> {
  const scope = registryScope(ctx);
  if (change.typeId !== undefined && !(await hasType(scope, change.typeId))) {
    throw new Problem('input_invalid', { fields: { 'change.typeId': 'There is no such type.' } });
  }
  const named = { addGroupIds: change.addGroupIds, removeGroupIds: change.removeGroupIds };
  if (change.addGroupIds.length + change.removeGroupIds.length === 0) return;
  const known = new Set((await selectGroups(scope, versionId)).map(({ id }) => id));
  for (const [member, ids] of Object.entries(named)) {
    if (ids.every((id) => known.has(id))) continue;
    throw new Problem('input_invalid', { fields: { [`change.${member}`]: 'The version has no such group.' } });
  }
}
