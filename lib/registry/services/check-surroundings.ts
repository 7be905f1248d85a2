import type { Context } from '#lib/platform/context.ts';
import type { MeantVersion } from '../data/find-version.sql.ts';
import { registryScope } from '../data/scope.ts';
import {
  countLevels,
  findNearUnit,
  findUnitWithRef,
  findValidUnitWithCode,
  hasImage,
  hasType,
  lookAtArea,
  selectGroupsById,
  type NearUnit,
} from '../data/unit-surroundings.sql.ts';
import { maxTreeLevels } from '../domain/org-unit.ts';
import type { Shape } from '../domain/shape.ts';
import { unitError, type UnitError } from '../domain/unit-errors.ts';
import type { UnitMember, WantedUnit } from '../domain/unit-state.ts';
import { isInTrees, visibleTrees } from './visible-trees.ts';

/** A unit as it would be, and what of it is to change. */
export interface Proposal {
  readonly id: string;
  /** ltree of legacy ids; null for a new unit. */
  readonly path: string | null;
  readonly version: MeantVersion;
  readonly wanted: WantedUnit;
  readonly changed: readonly UnitMember[];
}

/** Everything that is wrong with a unit among the others: parent, type, groups, names taken, pictures. */
export async function checkSurroundings(ctx: Context, proposal: Proposal): Promise<UnitError[]> {
  const { changed } = proposal;
  const touches = (...members: UnitMember[]) => members.some((member) => changed.includes(member));
  return [
    ...(touches('typeId') ? await checkType(ctx, proposal) : []),
    ...(touches('parentId') ? await checkParent(ctx, proposal) : []),
    ...(touches('groupIds') ? await checkGroups(ctx, proposal) : []),
    ...(touches('code', 'status') ? await checkCode(ctx, proposal) : []),
    ...(touches('sourceRef') ? await checkRef(ctx, proposal) : []),
    ...(touches('defaultImageId') ? await checkImage(ctx, proposal) : []),
  ];
}

async function checkType(ctx: Context, { wanted: { typeId } }: Proposal): Promise<UnitError[]> {
  const isKnown = typeId === null || (await hasType(registryScope(ctx), typeId));
  return isKnown ? [] : [unitError('typeId', 'type_unknown')];
}

async function checkParent(ctx: Context, proposal: Proposal): Promise<UnitError[]> {
  const { version, path, wanted } = proposal;
  const editable = visibleTrees(ctx, 'registry.edit', version.studyIds);
  if (wanted.parentId === null) return editable === null ? [] : [unitError('parentId', 'parent_required')];
  const parent = await findNearUnit(registryScope(ctx), wanted.parentId);
  if (!parent || !isInTrees(parent.path, visibleTrees(ctx, 'registry.read', version.studyIds))) {
    return [unitError('parentId', 'parent_unknown')];
  }
  if (parent.versionId !== version.id) return [unitError('parentId', 'parent_elsewhere')];
  if (path !== null && isInTrees(parent.path, [path])) return [unitError('parentId', 'parent_in_circle')];
  if (await isTooDeep(ctx, proposal, parent)) return [unitError('parentId', 'tree_too_deep')];
  return isInTrees(parent.path, editable) ? [] : [unitError('parentId', 'parent_not_allowed', parent.name)];
}

/** True when the unit, or what stands under it, would stand deeper than trees may be. */
async function isTooDeep(ctx: Context, { path, version }: Proposal, parent: NearUnit): Promise<boolean> {
  const above = (parent.path ?? '').split('.').length;
  const below = path === null ? 1 : await countLevels(registryScope(ctx), { versionId: version.id, path });
  return above + below > maxTreeLevels;
}

async function checkGroups(ctx: Context, { version, wanted: { groupIds } }: Proposal): Promise<UnitError[]> {
  const known = new Map((await selectGroupsById(registryScope(ctx), groupIds)).map((group) => [group.id, group]));
  return groupIds.flatMap((id) => {
    const group = known.get(id);
    if (!group) return [unitError('groupIds', 'group_unknown', id)];
    return group.versionId === version.id ? [] : [unitError('groupIds', 'group_elsewhere', group.name)];
  });
}

async function checkCode(ctx: Context, { id, version, wanted }: Proposal): Promise<UnitError[]> {
  if (wanted.status !== 'VALID' || wanted.code === '') return [];
  const name = { versionId: version.id, exceptId: id, text: wanted.code };
  const owner = await findValidUnitWithCode(registryScope(ctx), name);
  return owner ? [unitError('code', 'code_repeated', nameFor(ctx, version, owner))] : [];
}

async function checkRef(ctx: Context, { id, version, wanted: { sourceRef } }: Proposal): Promise<UnitError[]> {
  if (sourceRef === null) return [];
  const owner = await findUnitWithRef(registryScope(ctx), { versionId: version.id, exceptId: id, text: sourceRef });
  return owner ? [unitError('sourceRef', 'source_ref_repeated', nameFor(ctx, version, owner))] : [];
}

/** A unit that the actor may not see keeps its name to itself. */
function nameFor(ctx: Context, version: MeantVersion, { name, path }: NearUnit): string {
  return isInTrees(path, visibleTrees(ctx, 'registry.read', version.studyIds)) ? name : '…';
}

async function checkImage(ctx: Context, { id, wanted: { defaultImageId } }: Proposal): Promise<UnitError[]> {
  const isThere = defaultImageId === null || (await hasImage(registryScope(ctx), id, defaultImageId));
  return isThere ? [] : [unitError('defaultImageId', 'image_unknown')];
}

/** Mending may change the area of a shape by so much of it; more, and it is not what was drawn. */
const areaTolerance = 0.01;

/** A shape as it will be kept, or what is wrong with it. */
export async function checkShape(
  ctx: Context,
  shape: Shape,
): Promise<{ readonly kept: Shape | null; readonly errors: readonly UnitError[] }> {
  const { kept, reason, areaBefore, areaAfter } = await lookAtArea(registryScope(ctx), shape);
  if (kept === null || areaAfter === 0) return { kept: null, errors: [unitError('shape', 'shape_unusable')] };
  const isSame = Math.abs(areaAfter - areaBefore) <= areaTolerance * Math.max(areaAfter, areaBefore);
  if (reason !== null && !isSame) return { kept: null, errors: [unitError('shape', 'shape_invalid', reason)] };
  return { kept, errors: [] };
}
