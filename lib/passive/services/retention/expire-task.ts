import { z } from 'zod';
import type { StudyId } from '#lib/platform/ids.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';
import {
  deleteExpired,
  deleteFiles,
  releaseFiles,
  selectReleasedFiles,
  takeOffTotals,
} from '../../data/retention/expired-points.sql.ts';
import { selectExpiringPairs, type ExpiringPair } from '../../data/retention/rules.sql.ts';
import type { RetentionReport } from '../../domain/retention/point-retention.ts';

const inputSchema = z.object({ studyId: z.guid().transform((id) => id as StudyId) });

/**
 * The kind of Task that removes points which a study keeps no longer, with their counters and the files that only they
 * named. A point goes when its device time and its time of receipt are both further back than its rule keeps. Each step
 * is one transaction: stopped or killed at any moment, totals fit the points that are left, and another run goes on.
 * A phone that sends such points again in another bundle has them stored, and removed by the next run.
 */
export const expirePointsTask = defineTaskKind({ kind: 'passive.expire', inputSchema, run });

const pointsAtATime = 5000;
const filesAtATime = 200;

async function run(ctx: TaskContext, { studyId }: z.output<typeof inputSchema>): Promise<RetentionReport> {
  const pairs = await selectExpiringPairs(ctx, { studyId, at: ctx.now() });
  const sources = new Set<string>();
  let points = 0;
  for (const [place, pair] of pairs.entries()) {
    ctx.progress(place, pairs.length, pair.type);
    const removed = await expirePair(ctx, pair);
    points += removed;
    if (removed > 0) sources.add(pair.sourceId);
  }
  ctx.progress(pairs.length, pairs.length);
  const files = await removeFiles(ctx, studyId);
  ctx.logLine(
    'info',
    `${String(points)} points of ${String(sources.size)} sources and ${String(files)} files removed.`,
  );
  return { points, files, sources: sources.size };
}

async function expirePair(ctx: TaskContext, pair: ExpiringPair): Promise<number> {
  let total = 0;
  for (;;) {
    ctx.signal.throwIfAborted();
    const count = await ctx.db.transaction(async () => {
      const gone = await deleteExpired(ctx, pair, pointsAtATime);
      if (gone.length === 0) return 0;
      await takeOffTotals(ctx, pair, gone);
      await releaseFiles(ctx, pair, { gone, at: ctx.now() });
      return gone.length;
    });
    total += count;
    if (count < pointsAtATime) return total;
  }
}

/** The bytes go first: a row that still names a file that is gone is tried again, a file without a row never would be. */
async function removeFiles(ctx: TaskContext, studyId: string): Promise<number> {
  let total = 0;
  for (;;) {
    ctx.signal.throwIfAborted();
    const files = await selectReleasedFiles(ctx, studyId, filesAtATime);
    if (files.length === 0) return total;
    for (const { blobKey, isShared } of files) if (!isShared) await ctx.blobs.remove(blobKey);
    await deleteFiles(
      ctx,
      files.map(({ id }) => id),
    );
    total += files.length;
  }
}
