import { z } from 'zod';
import { locales } from '#lib/platform/i18n/locales.ts';
import { exportForms, fileFormats } from '#lib/exports/domain/export-order.ts';
import { taskSchema } from '#components/tasks/task-data.ts';

/** What an order would come to. */
export const estimateSchema = z.object({
  sources: z.number(),
  types: z.number(),
  points: z.number(),
  sizeBytes: z.number(),
  parts: z.number(),
  hasLegacyReports: z.boolean(),
});
export type EstimateView = z.infer<typeof estimateSchema>;

/** A type that can be exported. */
export const exportableTypeSchema = z.object({
  type: z.string(),
  points: z.number(),
  sources: z.number(),
  firstCreatedAt: z.string(),
  lastCreatedAt: z.string(),
  table: z.enum(['standard', 'generic', 'report']),
});
export type ExportableTypeView = z.infer<typeof exportableTypeSchema>;

export const orderedSchema = z.object({ orderId: z.string(), taskIds: z.array(z.string()) });

/** What a finished part says of itself. */
export const reportSchema = z.object({
  part: z.number(),
  parts: z.number(),
  points: z.number(),
  members: z.number(),
  sources: z.number(),
});

/** A part of an export: a task, and its report once it has one. */
export const exportSchema = taskSchema.extend({ result: reportSchema.nullable() });
export type ExportView = z.infer<typeof exportSchema>;
export const exportPageSchema = z.object({ items: z.array(exportSchema), next: z.string().nullable() });

/** An order as the form sends it, and as it can be repeated. */
export const orderFormSchema = z.object({
  study: z.string(),
  sourceIds: z.array(z.string()),
  groupIds: z.array(z.string()),
  types: z.array(z.string()).nullable(),
  dateKind: z.enum(['created', 'recorded']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  timeZone: z.string(),
  locale: z.enum(locales),
  formats: z.array(z.enum(exportForms)),
  fileFormats: z.array(z.enum(fileFormats)),
  prefix: z.string().nullable(),
  suffix: z.string().nullable(),
  mailWhenReady: z.boolean(),
  destinationIds: z.array(z.string()),
});
export type OrderForm = z.infer<typeof orderFormSchema>;
