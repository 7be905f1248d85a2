import type { Context } from '#lib/platform/context.ts';
import { selectHoursOfTypes, selectReceived } from '../data/aggregate-rows.sql.ts';
import { selectHourDensity } from '../data/views.sql.ts';
import { readAggregate } from '../domain/aggregates/aggregate-text.ts';
import { foldCounts } from '../domain/aggregates/fold.ts';
import { receivedBucketMs } from '../domain/totals.ts';
import { bucketMsFor, type TimeWindow } from '../domain/views/time-window.ts';
import type { Density } from '../domain/views/view-results.ts';
import { requireReadableSource } from './require-readable-source.ts';

const hourMs = 3_600_000;
/** Buckets of one type in the timeline: about what a wide screen can tell apart. */
const maxBuckets = 400;
/** Windows up to this are told by ten minutes (two days in section 4, with the hours on their edges). */
const fineWindowMs = 50 * hourMs;

interface ReadDensityInput {
  readonly sourceId: string;
  readonly window: TimeWindow;
}

/**
 * Points of a source over time: by device time and type, and by time of receipt. Short windows by ten minutes, longer
 * ones by hours and more. Errors: `not_found`, `permission_missing`. Cost: running totals only, never points.
 */
export async function readDensity(ctx: Context, input: ReadDensityInput): Promise<Density> {
  await requireReadableSource(ctx, input.sourceId);
  const { from, to } = input.window;
  const isFine = to.getTime() - from.getTime() <= fineWindowMs;
  const bucketMs = bucketMsFor(input.window, maxBuckets, isFine ? receivedBucketMs : hourMs);
  const received = await selectReceived(ctx, { ...input, bucketMs });
  return {
    bucketMs,
    types: await (isFine ? fineTypes(ctx, input, bucketMs) : hourlyTypes(ctx, input, bucketMs)),
    received: received.map(({ atMs, count }) => [atMs, count]),
  };
}

async function fineTypes(ctx: Context, input: ReadDensityInput, bucketMs: number): Promise<Density['types']> {
  const byType = Map.groupBy(await selectHoursOfTypes(ctx, input), ({ typeId }) => typeId);
  return [...byType].map(([typeId, rows]) => {
    const hours = rows.map(({ atMs, lines }) => ({ atMs, aggregate: readAggregate(lines) }));
    return { typeId, buckets: foldCounts({ hours, window: input.window }, bucketMs) };
  });
}

async function hourlyTypes(ctx: Context, input: ReadDensityInput, bucketMs: number): Promise<Density['types']> {
  const byType = Map.groupBy(await selectHourDensity(ctx, { ...input, bucketMs }), ({ typeId }) => typeId);
  return [...byType].map(([typeId, ofType]) => ({
    typeId,
    buckets: ofType.map(({ atMs, count }): [number, number] => [atMs, count]),
  }));
}
