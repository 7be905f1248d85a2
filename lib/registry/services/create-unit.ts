import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { registryScope } from '../data/scope.ts';
import { findNearUnit } from '../data/unit-surroundings.sql.ts';
import { findUnitOfDevice } from '../data/unit.sql.ts';
import { holdTree, insertUnit } from '../data/write-unit.sql.ts';
import { takeLegacyIds } from '../data/write-units.sql.ts';
import type { Unit } from '../domain/unit.ts';
import { blankUnit, changedMembers, pickMembers, unitChangesSchema } from '../domain/unit-state.ts';
import { againWhenTaken } from './again-when-taken.ts';
import { getUnit } from './get-unit.ts';
import { planUnit } from './plan-unit.ts';
import { recordUnitChange, type UnitChangeOrigin } from './record-unit-change.ts';
import { requireWritablePyramid } from './require-writable-pyramid.ts';
import { resolveVersion, type OpenVersion } from './resolve-version.ts';

export const createUnitSchema = unitChangesSchema.extend({
  /** The parent's, else the default version of the default pyramid, when left out. */
  versionId: z.guid().optional(),
  /** The sender's own name for the unit: sending it again gives the unit that is there already. */
  clientUuid: z.string().trim().min(1).max(255).optional(),
  /** The device's time when it was made in the field. */
  sourceCreatedAt: z.coerce.date().optional(),
});
export type CreateUnitInput = z.infer<typeof createUnitSchema> & {
  /** How it came; told by the actor when left out. */
  readonly origin?: Exclude<UnitChangeOrigin, 'restore'>;
};

/**
 * Adds a unit, NEW unless said otherwise, with its history. Sent again under the same client uuid it changes nothing.
 * Errors: `input_invalid` (everything that is wrong), `not_found` (version), `permission_missing`, `pyramid_read_only`.
 */
export async function createUnit(ctx: Context, input: CreateUnitInput): Promise<Unit> {
  const version = await versionFor(ctx, input);
  requireWritablePyramid(version);
  const id = await againWhenTaken(() => ctx.db.transaction(() => addUnit(ctx, version, input)));
  return getUnit(ctx, id);
}

async function versionFor(ctx: Context, { versionId, parentId }: CreateUnitInput): Promise<OpenVersion> {
  const parent = versionId === undefined && parentId ? await findNearUnit(registryScope(ctx), parentId) : null;
  return resolveVersion(ctx, { version: versionId ?? parent?.versionId }, 'registry.edit');
}

async function addUnit(ctx: Context, version: OpenVersion, input: CreateUnitInput): Promise<string> {
  const { versionId: _versionId, clientUuid = null, sourceCreatedAt = null, origin, ...changes } = input;
  const scope = registryScope(ctx);
  const known = clientUuid === null ? null : await findUnitOfDevice(scope, version.id, clientUuid);
  if (known !== null) return known;
  await holdTree(scope, version.id);
  const id = newId();
  const alsoCheck = ['name', 'typeId', 'parentId'] as const;
  const { state } = await planUnit(ctx, { id, path: null, version, before: blankUnit, changes, alsoCheck });
  const parent = state.parentId === null ? null : await findNearUnit(scope, state.parentId);
  const [legacyId = 0] = await takeLegacyIds(scope, 1);
  const path = [...(parent?.path ? [parent.path] : []), String(legacyId)].join('.');
  const createdBy = ctx.actor.kind === 'user' ? ctx.actor.id : null;
  const made = { id, legacyId, versionId: version.id, path, state, clientUuid, createdBy, sourceCreatedAt };
  await insertUnit(scope, { ...made, isCustom: origin === 'mobile' });
  const told = new Set([...changedMembers(blankUnit, state), 'status' as const]);
  await recordUnitChange(ctx, {
    ...{ unitId: id, versionId: version.id, origin },
    before: null,
    after: pickMembers(state, [...told]),
  });
  return id;
}
