import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { giveSomeObservations } from '#lib/sources/index.ts';
import { giveColdAggregates } from '../data/cold-counts.sql.ts';
import { moveSomePoints } from '../data/source-work.sql.ts';
import type { SplitRule } from '../domain/source-work.ts';
import { recountSource } from './recount-source.ts';

interface Moving {
  readonly from: { readonly id: string; readonly studyId: string };
  readonly to: { readonly id: string; readonly studyId: string };
  /** Null: all of them. */
  readonly rule: SplitRule | null;
  /** Points expected, for the progress. */
  readonly total: number;
  /** Asked when no point is left to move; false: some came meanwhile. */
  readonly finish: () => Promise<boolean>;
}

export interface MovedPoints {
  readonly points: number;
  /** Points that the other source had already; they are there once. */
  readonly repeats: number;
}

/**
 * Gives points and observations of one source to another, some thousands a transaction; each is with one of the two at any
 * moment. However it ends, both are counted anew. Killed, another run goes on with what is left.
 */
export async function movePoints(ctx: TaskContext, { from, to, rule, total, finish }: Moving): Promise<MovedPoints> {
  const ids = { from: from.id, to: to.id };
  const steps = [
    () => moveSomePoints(ctx, { ...ids, rule }),
    () => giveSomeObservations(ctx, { ...ids, choice: rule }),
  ];
  let points = 0;
  let repeats = 0;
  let isOver = false;
  try {
    while (!isOver) {
      let movedNow = 0;
      for (const step of steps) {
        ctx.signal.throwIfAborted();
        const { moved, stored } = await ctx.db.transaction(step);
        points += moved;
        repeats += moved - stored;
        movedNow += moved;
        ctx.progress(points, Math.max(total, points), 'Moves points.');
      }
      if (movedNow === 0) isOver = await finish();
    }
  } finally {
    await giveColdAggregates(ctx, ids);
    await recountSource(ctx, to);
    await recountSource(ctx, from);
  }
  return { points, repeats };
}
