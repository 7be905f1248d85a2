import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findChangedUnit } from '../data/changes.sql.ts';
import { registryScope } from '../data/scope.ts';
import { openUnit } from './open-unit.ts';

/** The unit that a change of a history is about. Errors: `not_found` (also of a unit that is not the actor's to see). */
export async function getChangedUnit(ctx: Context, changeId: string): Promise<string> {
  const unitId = await findChangedUnit(registryScope(ctx), changeId);
  if (unitId === null) throw new Problem('not_found');
  return (await openUnit(ctx, unitId)).unit.id;
}
