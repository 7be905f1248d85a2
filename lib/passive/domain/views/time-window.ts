import { z } from 'zod';

/** Longest window a chart covers: ten years. Points outside have broken clocks; the table shows them. */
export const maxWindowMs = 10 * 366 * 86_400_000;

/** Most points of one series on a page; more would not be seen and would make the page slow. */
export const maxSeriesPoints = 2000;

/** Widths a bucket can have, in milliseconds: those a person reads off an axis. */
const bucketWidthsMs = [
  1000, 5000, 15_000, 30_000, 60_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000,
  43_200_000, 86_400_000, 604_800_000,
] as const;

/** A half-open range of device time. */
export const timeWindowSchema = z
  .object({ from: z.coerce.date(), to: z.coerce.date() })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'The end must be after the beginning.' })
  .refine(({ from, to }) => to.getTime() - from.getTime() <= maxWindowMs, {
    path: ['to'],
    message: 'At most ten years at once.',
  });
export type TimeWindow = z.infer<typeof timeWindowSchema>;

/** The narrowest bucket that cuts the window into at most `maxBuckets`. */
export function bucketMsFor(window: TimeWindow, maxBuckets: number, atLeastMs = 0): number {
  const windowMs = window.to.getTime() - window.from.getTime();
  const fitting = bucketWidthsMs.find((width) => width >= atLeastMs && windowMs / width <= maxBuckets);
  // Ten years in weeks are 522 buckets; coarser requests get whole weeks in multiples.
  return fitting ?? Math.ceil(windowMs / maxBuckets / 604_800_000) * 604_800_000;
}
