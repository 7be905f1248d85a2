import type { Context } from '#lib/platform/context.ts';
import { countInRange, selectHourDensity, selectReceivedCounts, selectTypesOfSource } from '../data/views.sql.ts';
import { bucketMsFor, type TimeWindow } from '../domain/views/time-window.ts';
import type { Density } from '../domain/views/view-results.ts';
import { requireReadableSource } from './require-readable-source.ts';

const hourMs = 3_600_000;
/** Buckets of one type in the timeline: about what a wide screen can tell apart. */
const maxBuckets = 400;
/** Beyond this many points, and this long a window, receipt is not told: it would mean reading the points. */
const maxReceivedPoints = 50_000;
const maxReceivedWindowMs = 8 * 24 * hourMs;
/** Devices deliver late; points made this long before a window may have been received in it. */
const deliveryDelayMs = 7 * 24 * hourMs;

/**
 * Points of a source over time: by device time and type from the hour counters, and by time of receipt where that is
 * cheap. Errors: `not_found`, `permission_missing`. Cost: counters only, or at most {@link maxReceivedPoints} points.
 */
export async function readDensity(
  ctx: Context,
  input: { readonly sourceId: string; readonly window: TimeWindow },
): Promise<Density> {
  await requireReadableSource(ctx, input.sourceId);
  const bucketMs = bucketMsFor(input.window, maxBuckets, hourMs);
  const rows = await selectHourDensity(ctx, { ...input, bucketMs });
  const byType = Map.groupBy(rows, (row) => row.typeId);
  return {
    bucketMs,
    types: [...byType].map(([typeId, ofType]) => ({
      typeId,
      buckets: ofType.map(({ atMs, count }): [number, number] => [atMs, count]),
    })),
    received: await readReceived(ctx, input, bucketMs),
  };
}

async function readReceived(
  ctx: Context,
  { sourceId, window }: { readonly sourceId: string; readonly window: TimeWindow },
  bucketMs: number,
): Promise<[number, number][] | null> {
  if (window.to.getTime() - window.from.getTime() > maxReceivedWindowMs) return null;
  const made = { from: new Date(window.from.getTime() - deliveryDelayMs), to: window.to };
  let total = 0;
  for (const { typeId } of await selectTypesOfSource(ctx, sourceId)) {
    total += await countInRange(ctx, { sourceId, typeId, window: made });
    if (total > maxReceivedPoints) return null;
  }
  const rows = await selectReceivedCounts(ctx, { sourceId, received: window, made, bucketMs });
  return rows.map(({ atMs, count }) => [atMs, count]);
}
