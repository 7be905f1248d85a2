import { z } from 'zod';
import { cellFormats, type TypeView } from './type-views.ts';

/** How a plug-in has points of a type shown. */
export const pluginViewSchema = z.object({
  chart: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('lines'), paths: z.array(z.string()) }),
    z.object({ kind: z.literal('counts') }),
    z.object({ kind: z.literal('states'), member: z.string() }),
    z.object({ kind: z.literal('track') }),
  ]),
  columns: z.array(
    z.object({ path: z.string(), title: z.string(), format: z.enum(cellFormats), from: z.array(z.string()) }),
  ),
}) satisfies z.ZodType<TypeView>;

export type PluginView = z.infer<typeof pluginViewSchema>;

/** One type of a source with its running totals. */
export const sourceTypeSchema = z.object({
  typeId: z.number(),
  identifier: z.string(),
  /** What a plug-in calls it, and how it has it shown; null: no plug-in knows it. */
  label: z.string().nullable().default(null),
  view: pluginViewSchema.nullable().default(null),
  pointCount: z.number(),
  firstCreatedAt: z.coerce.date(),
  lastCreatedAt: z.coerce.date(),
  firstRecordedAt: z.coerce.date(),
  lastRecordedAt: z.coerce.date(),
});
export type SourceType = z.infer<typeof sourceTypeSchema>;

/** Counts per bucket: Unix milliseconds of the bucket's beginning, and points in it. Empty buckets are left out. */
const bucketSchema = z.tuple([z.number(), z.number()]);

/** Points over time, apart by type, and by the time they were received. */
export const densitySchema = z.object({
  bucketMs: z.number(),
  types: z.array(z.object({ typeId: z.number(), buckets: z.array(bucketSchema) })),
  /** By the server's clock. */
  received: z.array(bucketSchema),
});
export type Density = z.infer<typeof densitySchema>;

const valuesSchema = z.array(z.number().nullable());

/**
 * Numbers per bucket, in the order of `paths`. `isBand`: what is drawn is the mean between lowest and highest.
 * `isSampled`: too many hours to read all; one of several stands for them.
 */
export const linesSchema = z.object({
  kind: z.literal('lines'),
  bucketMs: z.number(),
  isSampled: z.boolean(),
  isBand: z.boolean(),
  paths: z.array(z.string()),
  rows: z.array(
    z.object({
      atMs: z.number(),
      values: valuesSchema,
      lows: valuesSchema,
      highs: valuesSchema,
      deviations: valuesSchema,
    }),
  ),
});

/** Sums per calendar day of the device, in the order of `paths`. `isSampled`: only the newest days are summed up. */
const daysSchema = z.object({
  kind: z.literal('days'),
  isSampled: z.boolean(),
  timezone: z.string(),
  paths: z.array(z.string()),
  days: z.array(z.object({ day: z.string(), values: valuesSchema })),
});

/** Milliseconds per state and calendar day of the device. `isSampled`: only the newest days are told. */
const statesSchema = z.object({
  kind: z.literal('states'),
  isSampled: z.boolean(),
  timezone: z.string(),
  states: z.array(z.string()),
  days: z.array(z.object({ day: z.string(), durationsMs: z.record(z.string(), z.number()) })),
});

/** A stream of a health device, drawn by itself. */
const streamSchema = z.object({
  name: z.string(),
  chart: z.discriminatedUnion('kind', [linesSchema, daysSchema, statesSchema]),
});

/** The same application in front from one point to the next. */
const usageRunSchema = z.object({
  /** Unix milliseconds of its first point. */
  atMs: z.number(),
  name: z.string(),
  isScreenActive: z.boolean().nullable(),
  /** Of its points together. */
  durationMs: z.number(),
  points: z.number(),
});
export type UsageRun = z.infer<typeof usageRunSchema>;

/** What the chart of one type draws in a window. */
export const typeChartSchema = z.discriminatedUnion('kind', [
  linesSchema,
  daysSchema,
  statesSchema,
  z.object({
    kind: z.literal('counts'),
    bucketMs: z.number(),
    /** Names are not told apart because there are too many hours. */
    isSampled: z.boolean(),
    /** Most frequent first; null stands for all others. */
    names: z.array(z.string().nullable()),
    rows: z.array(z.object({ atMs: z.number(), counts: z.array(z.number()) })),
  }),
  z.object({
    kind: z.literal('sun'),
    isSampled: z.boolean(),
    timezone: z.string(),
    /** Hours since midnight where the device was. */
    days: z.array(z.object({ day: z.string(), sunriseHour: z.number(), sunsetHour: z.number() })),
  }),
  z.object({
    kind: z.literal('usage'),
    isSampled: z.boolean(),
    bucketMs: z.number(),
    buckets: z.array(bucketSchema),
    names: z.array(z.object({ name: z.string(), count: z.number(), durationMs: z.number() })),
    /** Of the newest day, newest first. */
    runs: z.array(usageRunSchema),
  }),
  z.object({
    kind: z.literal('track'),
    isSampled: z.boolean(),
    /** Points in the window, by the hour counters. */
    total: z.number(),
    /** [Unix milliseconds, lon, lat], WGS 84, in order of time. */
    positions: z.array(z.tuple([z.number(), z.number(), z.number()])),
  }),
  z.object({ kind: z.literal('streams'), streams: z.array(streamSchema) }),
]);
export type TypeChartData = z.infer<typeof typeChartSchema>;
export type LinesData = z.infer<typeof linesSchema>;
export type DaysData = z.infer<typeof daysSchema>;
export type StatesData = z.infer<typeof statesSchema>;

/** One row of the table of points; `cells` by column path. */
export const pointTableRowSchema = z.object({
  createdAtUs: z.number(),
  contentHash: z.string(),
  recordedAt: z.coerce.date(),
  cells: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** The beginning of its text, for types without columns. */
  preview: z.string(),
});
export type PointTableItem = z.infer<typeof pointTableRowSchema>;

/** One of the newest points, of whatever type and source. */
export const latestPointSchema = z.object({
  sourceId: z.string(),
  sourceName: z.string(),
  sourceIdentifier: z.string(),
  studyId: z.string(),
  typeId: z.number(),
  type: z.string(),
  createdAtUs: z.number(),
  contentHash: z.string(),
  recordedAt: z.coerce.date(),
  /** [lon, lat], WGS 84. */
  position: z.tuple([z.number(), z.number()]).nullable(),
  /** The beginning of its text, without metadata. */
  preview: z.string(),
});
export type LatestPoint = z.infer<typeof latestPointSchema>;

/** A file that a point names. */
export const attachmentSchema = z.object({
  fileId: z.string(),
  fileName: z.string(),
  contentType: z.string(),
  sizeBytes: z.number(),
  type: z.string(),
  typeId: z.number(),
  createdAtUs: z.number(),
  contentHash: z.string(),
});
export type Attachment = z.infer<typeof attachmentSchema>;
