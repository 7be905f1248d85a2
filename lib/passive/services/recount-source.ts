import type { Context } from '#lib/platform/context.ts';
import { recountSourceTotals } from '#lib/sources/index.ts';
import { recountTypes } from '../data/source-work.sql.ts';

/** Counts a source anew from what it has: totals by type and hour, newest events, its own row. A source that is gone stays so. */
export async function recountSource(
  ctx: Context,
  source: { readonly id: string; readonly studyId: string },
): Promise<void> {
  await ctx.db.transaction(async () => {
    await recountTypes(ctx, source);
    await recountSourceTotals(ctx, source.id);
  });
}
