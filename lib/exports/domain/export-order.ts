import { z } from 'zod';
import { locales } from '#lib/platform/i18n/locales.ts';
import { isTimeZone } from '#lib/platform/time/zone-clock.ts';
import type { FileFormat } from './table-encoder.ts';

/** Most sources or groups named one by one; a whole study has no limit. */
export const maxNamedSources = 50_000;
export const maxNamedTypes = 1_000;

/** Points in one archive before the next is begun, unless the order says otherwise. */
export const defaultPartPoints = 5_000_000;

/** What an order's archive holds. */
export const exportForms = ['tables', 'flat', 'raw'] as const;
export type ExportForm = (typeof exportForms)[number];

/** What its tables are written as. */
export const fileFormats = ['tab', 'csv', 'jsonl', 'geojson', 'parquet'] as const satisfies readonly FileFormat[];

const daySchema = z.iso.date('a day as YYYY-MM-DD');
const namePartSchema = z.string().trim().min(1).max(80);

/** What a person orders: whose points, which, of when, in what form. */
export const exportOrderSchema = z
  .object({
    /** Sources named one by one. Together with `groupIds` empty: every source of the study. */
    sourceIds: z.array(z.guid()).max(maxNamedSources).default([]),
    /** Groups whose sources are meant, as they stand when the order is given. */
    groupIds: z.array(z.guid()).max(maxNamedSources).default([]),
    /** Identifiers of types, and names of other reports; null: every type the sources have sent. */
    types: z.array(z.string().min(1).max(1024)).min(1).max(maxNamedTypes).nullable().default(null),
    /** Which time the days mean: the device's, or when the server received the bundle. */
    dateKind: z.enum(['created', 'recorded']).default('created'),
    /** First and last day, both included, in `timeZone`; null: open. */
    from: daySchema.nullable().default(null),
    to: daySchema.nullable().default(null),
    /** Where the days begin, and the zone of dates in tables. */
    timeZone: z.string().refine(isTimeZone, 'not a time zone').default('UTC'),
    /** Language of pages in the archive: those of people's own reports. */
    locale: z.enum(locales).default('en'),
    /**
     * `tables`: the standard report of a type that has one, and of any other the generic and the flattened table;
     * `flat`: the flattened table of every type; `raw`: complete points by source, type and day.
     */
    formats: z.array(z.enum(exportForms)).min(1).default(['tables']),
    /** What tables are written as; each of them once in each. `geojson` holds the points with a position. */
    fileFormats: z.array(z.enum(fileFormats)).min(1).default(['tab']),
    /** Of the archive's name; the default is PDK's. */
    prefix: namePartSchema.nullable().default(null),
    suffix: namePartSchema.nullable().default(null),
    partPoints: z.int().min(1_000).max(100_000_000).default(defaultPartPoints),
    /** Tell the person who ordered, by mail, when a part is ready. */
    mailWhenReady: z.boolean().default(true),
    /** Where each archive is delivered besides waiting for its download. */
    destinationIds: z.array(z.guid()).max(20).default([]),
  })
  .refine((order) => order.from === null || order.to === null || order.from <= order.to, {
    path: ['to'],
    message: 'the last day is before the first',
  });

export type ExportOrder = z.infer<typeof exportOrderSchema>;

/** One part of an order, as its Task keeps it. */
export const exportPartSchema = z.object({
  orderId: z.guid(),
  studyId: z.guid(),
  /** 1 to `parts`. */
  part: z.int().positive(),
  parts: z.int().positive(),
  /** As it was asked for: what is ordered again. */
  order: exportOrderSchema,
  /** Sources and types of this part, as they stood when the order was given. */
  sourceIds: z.array(z.guid()),
  types: z.array(z.string()),
  /** YYYY-MM-DD in the order's zone. */
  orderedOn: z.string(),
  estimatedPoints: z.number(),
  /** The study wanted legacy reports when the order was given. */
  hasLegacyReports: z.boolean().default(false),
});
export type ExportPart = z.infer<typeof exportPartSchema>;

/** What a finished part says of itself. */
export interface ExportReport {
  readonly orderId: string;
  readonly part: number;
  readonly parts: number;
  readonly points: number;
  readonly members: number;
  readonly sources: number;
  readonly problems: readonly ExportProblem[];
}

/** A type that could not be written in full. */
export interface ExportProblem {
  readonly type: string;
  readonly format: ExportForm;
  /** Of tables: what they were to be written as. */
  readonly fileFormat: FileFormat | null;
  readonly detail: string;
}
