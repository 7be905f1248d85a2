import type { Context } from '#lib/platform/context.ts';
import type { MeantVersion } from '../data/find-version.sql.ts';
import { checkUnit } from '../domain/check-unit.ts';
import {
  changedMembers,
  unitStateSchema,
  withChanges,
  type UnitChanges,
  type UnitMember,
  type UnitState,
} from '../domain/unit-state.ts';
import { checkShape, checkSurroundings } from './check-surroundings.ts';
import { refuseWhenWrong } from './refuse-when-wrong.ts';

interface PlanOrder {
  readonly id: string;
  /** ltree of legacy ids; null for a new unit. */
  readonly path: string | null;
  readonly version: MeantVersion;
  readonly before: UnitState;
  readonly changes: UnitChanges;
  /** Members to be checked whether they change or not. */
  readonly alsoCheck?: readonly UnitMember[];
}

/** What a unit will be, and what of it changes. */
export interface UnitPlan {
  readonly state: UnitState;
  readonly changed: readonly UnitMember[];
}

/** Lays changes over a unit and checks the outcome. Throws `input_invalid` with everything that is wrong. */
export async function planUnit(ctx: Context, order: PlanOrder): Promise<UnitPlan> {
  const { before, changes, alsoCheck = [] } = order;
  const asked = withChanges(before, changes);
  const touched = [...new Set([...changedMembers(before, asked), ...alsoCheck])];
  const errors = checkUnit(asked, touched);
  const drawn = touched.includes('shape') && !errors.some(({ field }) => field === 'shape') ? asked.shape : null;
  const area = drawn === null ? { kept: asked.shape, errors: [] } : await checkShape(ctx, drawn);
  const wanted = { ...asked, shape: area.kept };
  const around = await checkSurroundings(ctx, { ...order, wanted, changed: touched });
  refuseWhenWrong([...errors, ...area.errors, ...around]);
  return { state: unitStateSchema.parse(wanted), changed: changedMembers(before, wanted) };
}
