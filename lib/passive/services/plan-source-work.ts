import type { Context } from '#lib/platform/context.ts';
import { countObservationsOf, countSourceResults, type SourceIdentity } from '#lib/sources/index.ts';
import { countAround, countPointsOf } from '../data/source-work.sql.ts';
import type { SourceWorkPlan, SplitRule } from '../domain/source-work.ts';

/**
 * What erasing, merging or splitting a source would touch, in numbers; a rule (null: everything) chooses among points by type
 * and device time, and among observations of a sensor by quantity and time. The caller has checked the verb.
 */
export async function planSourceWork(
  ctx: Context,
  source: SourceIdentity,
  rule: SplitRule | null,
): Promise<SourceWorkPlan> {
  const points = await countPointsOf(ctx, { sourceId: source.id, rule });
  const observed = await countObservationsOf(ctx, { sourceId: source.id, choice: rule });
  const around = await countAround(ctx, source, rule);
  const instants = [points.firstAt, points.lastAt, observed.firstAt, observed.lastAt].filter((at) => at !== null);
  const ms = instants.map((at) => at.getTime());
  return {
    points: points.points + observed.count,
    types: points.types + observed.quantities,
    firstCreatedAt: ms.length === 0 ? null : new Date(Math.min(...ms)),
    lastCreatedAt: ms.length === 0 ? null : new Date(Math.max(...ms)),
    ...around,
    exports: await countSourceResults(ctx, source.id),
  };
}
