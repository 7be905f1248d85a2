import { answerJson } from '#lib/platform/http/answer-json.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Context } from '#lib/platform/context.ts';
import { describeUnits, type UnitDescription } from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { surroundingsOf } from './list-units.ts';
import { asWhole } from './unit-shapes.ts';

/** `GET /api/orgunits/{id}/`. Errors: `not_found`, `permission_missing`. */
export async function getOrgUnit({ ctx, legacyId }: IasoCall): Promise<Response> {
  return answerJson(await tellUnit(ctx, legacyId()));
}

/** One unit with everything above it, its shape, and the shape of the nearest ancestor that has one. */
export async function tellUnit(ctx: Context, legacyId: number): Promise<object> {
  const [unit] = await describeUnits(ctx, { legacyIds: [legacyId] }, { withShapes: true });
  if (!unit) throw new Problem('not_found');
  const around = await surroundingsOf(ctx, [unit]);
  const nearest = await nearestShape(ctx, unit, around.above);
  const above = new Map(around.above);
  if (nearest) above.set(nearest.legacyId, nearest);
  return {
    ...asWhole(unit, { ...around, above }),
    catchment: null,
    reference_instances: [],
    instances_count: 0,
  };
}

async function nearestShape(
  ctx: Context,
  unit: UnitDescription,
  above: ReadonlyMap<number, UnitDescription>,
): Promise<UnitDescription | null> {
  const labels = (unit.path ?? '').split('.').slice(0, -1).map(Number).reverse();
  const legacyId = labels.find((label) => above.get(label)?.hasShape);
  if (legacyId === undefined) return null;
  const [ancestor] = await describeUnits(ctx, { legacyIds: [legacyId] }, { withShapes: true });
  return ancestor ?? null;
}
