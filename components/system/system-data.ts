import { z } from 'zod';

const count = z.number();

/** What is counted in each bin of the series. */
export const seriesCounters = [
  'bundlesReceived',
  'bundlesRepeated',
  'bytesReceived',
  'bundlesProcessed',
  'bundlesFailed',
  'pointsAdded',
  'pointsQuarantined',
] as const;
export type SeriesCounter = (typeof seriesCounters)[number];

const column = z.array(count).readonly();

/** Series of the system page: bin n begins at `fromMs + n * stepMs`; one column of numbers per counter, all as long. */
export const seriesSchema = z.object({
  fromMs: z.number(),
  stepMs: z.number(),
  columns: z.object({
    bundlesReceived: column,
    bundlesRepeated: column,
    bytesReceived: column,
    bundlesProcessed: column,
    bundlesFailed: column,
    pointsAdded: column,
    pointsQuarantined: column,
  }),
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
  /** Plug-ins that failed since their kind of process started. */
  plugins: z
    .array(
      z.object({
        process: z.string(),
        plugin: z.string(),
        errorCount: count,
        lastHook: z.string().nullable(),
        lastError: z.string().nullable(),
        lastErrorAt: z.coerce.date().nullable(),
      }),
    )
    .readonly(),
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
