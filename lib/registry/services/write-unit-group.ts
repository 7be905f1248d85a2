import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { lockVersion } from '../data/pyramids.sql.ts';
import { findCrowdedSet, recordMembershipChange } from '../data/membership-changes.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import {
  deleteMembers,
  deleteUnitGroup,
  insertMembers,
  selectMembers,
  selectUnitsOfVersion,
  upsertUnitGroup,
} from '../data/unit-groups.sql.ts';
import type {
  ChangedMembers,
  ChangeMembersInput,
  CreateUnitGroupInput,
  UnitGroup,
  UpdateUnitGroupInput,
} from '../domain/unit-group.ts';
import { getUnitGroup } from './list-unit-groups.ts';
import { namingConflicts } from './naming-conflicts.ts';
import { requireWholeVersion } from './require-whole-version.ts';
import { requireWritablePyramid } from './require-writable-pyramid.ts';

const unique = {
  org_unit_groups_source_ref_unique: {
    field: 'sourceRef',
    detail: 'Another group of the version has this reference.',
  },
};

/** Guards a change of a version's groups. Errors: `not_found`, `permission_missing`, `pyramid_read_only`. */
export async function openGroupsForChange(ctx: Context, version: string | undefined): Promise<string> {
  const open = await requireWholeVersion(ctx, version, 'registry.edit');
  requireWritablePyramid(open);
  return open.id;
}

/** Adds a group to a version. Errors: `not_found`, `permission_missing`, `pyramid_read_only`, `already_exists` (reference). */
export async function createUnitGroup(ctx: Context, input: CreateUnitGroupInput): Promise<UnitGroup> {
  const versionId = await openGroupsForChange(ctx, input.versionId);
  const { name, sourceRef } = input;
  const id = newId();
  await namingConflicts(unique, () =>
    ctx.db.transaction(async () => {
      await upsertUnitGroup(registryScope(ctx), { id, versionId, name, sourceRef });
      const detail = { versionId, name, sourceRef };
      await writeAudit(ctx, { action: 'unit-group.create', subjectType: 'unit-group', subjectId: id, detail });
    }),
  );
  return getUnitGroup(ctx, id);
}

/** Renames a group. Errors: `not_found`, `permission_missing`, `pyramid_read_only`, `already_exists` (reference). */
export async function updateUnitGroup(ctx: Context, input: UpdateUnitGroupInput): Promise<UnitGroup> {
  const { versionId, name, sourceRef } = await getUnitGroup(ctx, input.id);
  await openGroupsForChange(ctx, versionId);
  const before = { name, sourceRef };
  const after = { name: input.name ?? name, sourceRef: input.sourceRef === undefined ? sourceRef : input.sourceRef };
  await namingConflicts(unique, () =>
    ctx.db.transaction(async () => {
      await upsertUnitGroup(registryScope(ctx), { id: input.id, versionId, ...after });
      const detail = { before, after };
      await writeAudit(ctx, { action: 'unit-group.update', subjectType: 'unit-group', subjectId: input.id, detail });
    }),
  );
  return getUnitGroup(ctx, input.id);
}

/** Removes a group; its units stay, and their history tells that they were in it. Errors: `not_found`, `permission_missing`, `pyramid_read_only`. */
export async function removeUnitGroup(ctx: Context, id: string): Promise<{ readonly released: number }> {
  const { versionId, name, unitCount } = await getUnitGroup(ctx, id);
  await openGroupsForChange(ctx, versionId);
  const scope = registryScope(ctx);
  return ctx.db.transaction(async () => {
    await lockVersion(scope, versionId);
    await recordMembershipChange(scope, changeSet(ctx, versionId), { groupId: id, isLeaving: true, unitIds: null });
    await deleteUnitGroup(scope, id);
    const detail = { versionId, name, released: unitCount };
    await writeAudit(ctx, { action: 'unit-group.remove', subjectType: 'unit-group', subjectId: id, detail });
    return { released: unitCount };
  });
}

/**
 * Puts units into a group and takes others out; those that are there already, or not there, change nothing.
 * Errors: `not_found`, `permission_missing`, `pyramid_read_only`, `input_invalid` (units of another version),
 * `group_exclusive`.
 */
export async function changeGroupMembers(ctx: Context, input: ChangeMembersInput): Promise<ChangedMembers> {
  const group = await getUnitGroup(ctx, input.id);
  await openGroupsForChange(ctx, group.versionId);
  const scope = registryScope(ctx);
  return ctx.db.transaction(async () => {
    await lockVersion(scope, group.versionId);
    const add = await joiningUnits(scope, group, input.add);
    const remove = await selectMembers(scope, group.id, input.remove);
    const set = changeSet(ctx, group.versionId);
    if (add.length > 0) {
      await recordMembershipChange(scope, set, { groupId: group.id, isLeaving: false, unitIds: add });
      await insertMembers(scope, group, add);
      await requireRoomInSets(scope, { groupId: group.id }, add);
    }
    if (remove.length > 0) {
      await recordMembershipChange(scope, set, { groupId: group.id, isLeaving: true, unitIds: remove });
      await deleteMembers(scope, group.id, remove);
    }
    const detail = { name: group.name, added: add.length, removed: remove.length };
    await writeAudit(ctx, { action: 'unit-group.members', subjectType: 'unit-group', subjectId: group.id, detail });
    return { added: add.length, removed: remove.length };
  });
}

async function joiningUnits(scope: RegistryScope, group: UnitGroup, wanted: readonly string[]): Promise<string[]> {
  const ids = new Set(wanted);
  const known = await selectUnitsOfVersion(scope, group.versionId, [...ids]);
  const unknown = ids.size - known.length;
  if (unknown > 0) {
    const add = `${String(unknown)} of the units are not in version ${String(group.versionNumber)} of "${group.pyramidName}".`;
    throw new Problem('input_invalid', { detail: add, fields: { add } });
  }
  const members = new Set(await selectMembers(scope, group.id, known));
  return known.filter((id) => !members.has(id));
}

/** Throws `group_exclusive` when units are now in several groups of a set that takes one. */
export async function requireRoomInSets(
  scope: RegistryScope,
  where: { readonly groupId: string } | { readonly setId: string },
  unitIds: readonly string[] | null,
): Promise<void> {
  const crowded = await findCrowdedSet(scope, where, unitIds);
  if (!crowded) return;
  const { count, setName } = crowded;
  throw new Problem('group_exclusive', {
    detail: `${String(count)} units would be in several groups of "${setName}", which takes one group a unit.`,
  });
}

function changeSet({ actor }: Context, versionId: string) {
  const actorId = actor.kind === 'user' ? actor.id : null;
  return { versionId, origin: 'bulk', actorId, actorLabel: actor.label, importId: null } as const;
}
