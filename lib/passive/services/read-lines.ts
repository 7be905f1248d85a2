import type { Context } from '#lib/platform/context.ts';
import type { PointRange } from '../data/views.sql.ts';
import { slotMs } from '../domain/aggregates/aggregate.ts';
import { deviationOf } from '../domain/aggregates/figure.ts';
import { foldFigures, type HoursInWindow } from '../domain/aggregates/fold.ts';
import { bucketMsFor } from '../domain/views/time-window.ts';
import type { LinesData } from '../domain/views/view-results.ts';
import { readChosenHours } from './read-hours.ts';

/** Buckets of lines: a screen shows no more. */
const maxLineBuckets = 1000;

interface LinesInput {
  readonly paths: readonly string[];
  readonly isBand: boolean;
}

/** Numbers of variables over a range, by five minutes or wider. The caller has checked that the actor may read them. */
export async function readLines(ctx: Context, range: PointRange, input: LinesInput): Promise<LinesData> {
  const hours = await readChosenHours(ctx, range);
  return linesOf(hours, { ...input, isSampled: hours.isSampled });
}

/** The lines that hours make. */
export function linesOf(
  hours: HoursInWindow,
  { paths, isBand, isSampled }: LinesInput & { readonly isSampled: boolean },
): LinesData {
  const bucketMs = bucketMsFor(hours.window, maxLineBuckets, slotMs);
  const rows = foldFigures(hours, { paths, bucketMs }).map(({ atMs, figures }) => ({
    atMs,
    values: figures.map((figure) => figure && figure.mean),
    lows: figures.map((figure) => figure && figure.minimum),
    highs: figures.map((figure) => figure && figure.maximum),
    deviations: figures.map((figure) => figure && deviationOf(figure)),
  }));
  return { kind: 'lines', bucketMs, isSampled, isBand, paths: [...paths], rows };
}
