import { z } from 'zod';
import { importFormatSchema } from '#lib/registry/domain/import-format.ts';
import { importMappingSchema } from '#lib/registry/domain/import-mapping.ts';
import {
  importSettingsSchema,
  importStateSchema,
  importSummarySchema,
  reportRowSchema,
} from '#lib/registry/domain/import-record.ts';
import { unitActs } from '#lib/registry/domain/import-report.ts';
import { taskStates } from '#components/tasks/task-data.ts';

/** An import as our API gives it; instants as ISO texts. */
export const importSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  format: importFormatSchema,
  state: importStateSchema,
  settings: importSettingsSchema.nullable(),
  report: importSummarySchema.nullable(),
  taskId: z.string().nullable(),
  taskState: z.enum(taskStates).nullable(),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  importedAt: z.string().nullable(),
  undoneAt: z.string().nullable(),
});
export type ImportData = z.infer<typeof importSchema>;

export const importPageSchema = z.object({ items: z.array(importSchema), next: z.string().nullable() });

/** What a person has to know to say which column is what. */
export const importColumnsSchema = z.object({
  isList: z.boolean(),
  columns: z.array(z.object({ name: z.string(), examples: z.array(z.string()) })),
  mapping: importMappingSchema.nullable(),
});
export type ImportColumnsData = z.infer<typeof importColumnsSchema>;

export const importRowPageSchema = z.object({ items: z.array(reportRowSchema), next: z.string().nullable() });
export type ImportRowData = z.infer<typeof reportRowSchema>;

export const importUnitSchema = z.object({
  line: z.number(),
  layer: z.string().nullable(),
  name: z.string(),
  type: z.string(),
  act: z.enum(unitActs),
  changed: z.array(z.string()),
});
export type ImportUnitData = z.infer<typeof importUnitSchema>;
export const importUnitPageSchema = z.object({ items: z.array(importUnitSchema), next: z.string().nullable() });

/** The task that was started. */
export const startedSchema = z.object({ taskId: z.string() });

/** A pyramid that is there, and the numbers of its versions. */
export interface TargetChoice {
  readonly name: string;
  readonly versions: readonly number[];
}
