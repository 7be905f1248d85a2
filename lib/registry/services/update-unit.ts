import { z } from 'zod';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { lockVersion } from '../data/pyramids.sql.ts';
import { registryScope } from '../data/scope.ts';
import { lockUnit, type StoredUnit } from '../data/unit.sql.ts';
import { holdTree, writeUnit } from '../data/write-unit.sql.ts';
import type { Unit } from '../domain/unit.ts';
import { pickMembers, unitChangesSchema, type UnitChanges } from '../domain/unit-state.ts';
import { againWhenTaken } from './again-when-taken.ts';
import { getUnit } from './get-unit.ts';
import { moveSubtree } from './move-subtree.ts';
import { openUnit, type OpenUnit } from './open-unit.ts';
import { planUnit } from './plan-unit.ts';
import { recordUnitChange, type UnitChangeOrigin } from './record-unit-change.ts';
import { requireRevision } from './require-revision.ts';
import { requireWritablePyramid } from './require-writable-pyramid.ts';

export const updateUnitSchema = unitChangesSchema.extend({
  /** The revision that the edit is of. */
  revision: z.int().min(1),
});
export interface UpdateUnitInput {
  readonly id: string;
  /** The revision that the edit is of; undefined: whatever it is. */
  readonly revision?: number | undefined;
  readonly changes: UnitChanges;
  /** How it came; told by the actor when left out. */
  readonly origin?: UnitChangeOrigin;
}

/**
 * Sets some members of a unit, moves it with everything below it when its parent is among them, and writes its history.
 * What is already so changes nothing. Errors: `input_invalid` (everything that is wrong), `not_found`,
 * `permission_missing`, `changed_meanwhile`, `pyramid_read_only`.
 */
export async function updateUnit(ctx: Context, input: UpdateUnitInput): Promise<Unit> {
  const { id, changes, ...given } = input;
  const mayMove = changes.parentId !== undefined;
  await changeUnit(ctx, id, { ...given, verb: 'registry.edit', mayMove, changesOf: () => Promise.resolve(changes) });
  return getUnit(ctx, input.id);
}

interface ChangeOrder {
  readonly verb: Verb;
  /** The unit may get another parent. */
  readonly mayMove: boolean;
  readonly revision?: number | undefined;
  readonly origin?: UnitChangeOrigin;
  /** What to change of the unit as it is once nobody else can change it. */
  readonly changesOf: (unit: StoredUnit) => Promise<UnitChanges>;
}

/** Changes a unit that nobody else changes at the same time. Errors: as {@link updateUnit}. */
export async function changeUnit(ctx: Context, id: string, order: ChangeOrder): Promise<void> {
  const { unit } = await openUnit(ctx, id, order.verb);
  await againWhenTaken(() =>
    ctx.db.transaction(async () => {
      const scope = registryScope(ctx);
      // Moves wait for each other: two of them at once could close a circle.
      await (order.mayMove ? lockVersion : holdTree)(scope, unit.versionId);
      await lockUnit(scope, id);
      const open = await openUnit(ctx, id, order.verb);
      requireWritablePyramid(open.version);
      await requireRevision(ctx, open.unit, order.revision);
      await applyChanges(ctx, open, { changes: await order.changesOf(open.unit), origin: order.origin });
    }),
  );
}

async function applyChanges(
  ctx: Context,
  { unit, version }: OpenUnit,
  { changes, origin }: { readonly changes: UnitChanges; readonly origin: UnitChangeOrigin | undefined },
): Promise<void> {
  const { id, path, versionId, state: before } = unit;
  const { state, changed } = await planUnit(ctx, { id, path, version, before, changes });
  if (changed.length === 0) return;
  const touched = { shape: changed.includes('shape'), groups: changed.includes('groupIds') };
  await writeUnit(registryScope(ctx), { id, versionId, state }, touched);
  if (changed.includes('parentId')) await moveSubtree(ctx, unit);
  await recordUnitChange(ctx, {
    ...{ unitId: id, versionId, origin },
    before: pickMembers(before, changed),
    after: pickMembers(state, changed),
  });
}
