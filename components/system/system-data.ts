import { z } from 'zod';

const count = z.number();

/** Series of the system page, half-open from the start of the first bin. */
export const seriesSchema = z.object({
  stepMs: z.number(),
  bins: z
    .array(
      z.object({
        atMs: z.number(),
        bundlesReceived: count,
        bundlesRepeated: count,
        bytesReceived: count,
        bundlesProcessed: count,
        bundlesFailed: count,
        pointsAdded: count,
        pointsQuarantined: count,
      }),
    )
    .readonly(),
});
export type SeriesData = z.infer<typeof seriesSchema>;

/** How the machine is at this moment; sizes in bytes. */
export const nowSchema = z.object({
  atMs: z.number(),
  waiting: z.object({ count, isMore: z.boolean(), oldestAtMs: z.number().nullable() }),
  lastHour: z.object({ bundlesReceived: count, bundlesProcessed: count }),
  lastDay: z.object({ bundlesReceived: count, bundlesFailed: count, pointsAdded: count, pointsQuarantined: count }),
  workers: count,
  jobs: z.array(z.object({ kind: z.string(), waiting: count, running: count, failed: count })).readonly(),
  storage: z.object({ databaseBytes: count, diskFreeBytes: count.nullable(), diskTotalBytes: count.nullable() }),
  pointsPerMinute: count,
  findings: z
    .array(
      z.object({
        code: z.enum([
          'noWorker',
          'processingStopped',
          'processingBehind',
          'silence',
          'bundlesFailed',
          'pointsQuarantined',
          'jobsFailed',
          'diskFull',
          'diskLow',
        ]),
        severity: z.enum(['bad', 'warn']),
        values: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    )
    .readonly(),
});
export type NowData = z.infer<typeof nowSchema>;
