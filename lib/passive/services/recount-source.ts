import type { Context } from '#lib/platform/context.ts';
import { recountSourceTotals } from '#lib/sources/index.ts';
import { recountTypes } from '../data/source-work.sql.ts';
import { aggregateAgain } from './rebuild-aggregates.ts';
import { shownView } from './view-of-plugin.ts';

/** Counts a source anew from what it has: totals by type and hour, newest events, its own row, what charts draw. A source that is gone stays so. */
export async function recountSource(
  ctx: Context,
  source: { readonly id: string; readonly studyId: string },
): Promise<void> {
  await ctx.db.transaction(async () => {
    await recountTypes(ctx, source);
    await recountSourceTotals(ctx, source.id);
  });
  const chartOf = (type: string) => shownView(type, ctx.plugins.hooks).chart;
  await aggregateAgain(ctx, { sourceId: source.id, type: null }, { chartOf });
}
