import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { deleteGroupSet, setGroupsOfSet, upsertGroupSet, type SetToWrite } from '../data/group-sets.sql.ts';
import { lockVersion } from '../data/pyramids.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import type { CreateUnitGroupSetInput, UnitGroupSet, UpdateUnitGroupSetInput } from '../domain/unit-group.ts';
import { getUnitGroupSet } from './list-unit-groups.ts';
import { namingConflicts } from './naming-conflicts.ts';
import { openGroupsForChange, requireRoomInSets } from './write-unit-group.ts';

const unique = {
  org_unit_group_sets_source_ref_unique: {
    field: 'sourceRef',
    detail: 'Another set of the version has this reference.',
  },
};

/**
 * Adds a set of groups of one version. Errors: `not_found`, `permission_missing`, `pyramid_read_only`, `already_exists`
 * (reference), `input_invalid` (groups of another version), `group_exclusive`.
 */
export async function createUnitGroupSet(ctx: Context, input: CreateUnitGroupSetInput): Promise<UnitGroupSet> {
  const versionId = await openGroupsForChange(ctx, input.versionId);
  const { groupIds, name, sourceRef, belonging } = input;
  const id = newId();
  await namingConflicts(unique, () =>
    ctx.db.transaction(async () => {
      await writeSet(registryScope(ctx), { id, versionId, name, sourceRef, belonging }, groupIds);
      const detail = { versionId, name, sourceRef, belonging, groupIds };
      await writeAudit(ctx, { action: 'unit-group-set.create', subjectType: 'unit-group-set', subjectId: id, detail });
    }),
  );
  return getUnitGroupSet(ctx, id);
}

/** Changes members of a set; its groups are replaced as a whole. Errors: as adding one. */
export async function updateUnitGroupSet(ctx: Context, input: UpdateUnitGroupSetInput): Promise<UnitGroupSet> {
  const before = await getUnitGroupSet(ctx, input.id);
  await openGroupsForChange(ctx, before.versionId);
  const { id, groupIds, ...changed } = input;
  const { versionId } = before;
  const name = changed.name ?? before.name;
  const belonging = changed.belonging ?? before.belonging;
  const sourceRef = changed.sourceRef === undefined ? before.sourceRef : changed.sourceRef;
  await namingConflicts(unique, () =>
    ctx.db.transaction(async () => {
      await writeSet(registryScope(ctx), { id, versionId, name, sourceRef, belonging }, groupIds);
      const was = { name: before.name, sourceRef: before.sourceRef, belonging: before.belonging };
      const detail = { before: was, after: { ...changed, ...(groupIds && { groupIds }) } };
      await writeAudit(ctx, { action: 'unit-group-set.update', subjectType: 'unit-group-set', subjectId: id, detail });
    }),
  );
  return getUnitGroupSet(ctx, id);
}

/** Removes a set; its groups stay. Errors: `not_found`, `permission_missing`, `pyramid_read_only`. */
export async function removeUnitGroupSet(ctx: Context, id: string): Promise<void> {
  const { versionId, name } = await getUnitGroupSet(ctx, id);
  await openGroupsForChange(ctx, versionId);
  await ctx.db.transaction(async () => {
    await deleteGroupSet(registryScope(ctx), id);
    const detail = { versionId, name };
    await writeAudit(ctx, { action: 'unit-group-set.remove', subjectType: 'unit-group-set', subjectId: id, detail });
  });
}

async function writeSet(scope: RegistryScope, set: SetToWrite, groupIds: readonly string[] | undefined): Promise<void> {
  await lockVersion(scope, set.versionId);
  await upsertGroupSet(scope, set);
  if (groupIds && !(await setGroupsOfSet(scope, set, [...new Set(groupIds)]))) {
    const detail = 'A set holds groups of its own version.';
    throw new Problem('input_invalid', { detail, fields: { groupIds: detail } });
  }
  await requireRoomInSets(scope, { setId: set.id }, null);
}
