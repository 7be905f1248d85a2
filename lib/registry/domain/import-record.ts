import { z } from 'zod';
import { importFormatSchema } from './import-format.ts';
import { importMappingSchema } from './import-mapping.ts';

/**
 * How far an import is. `refused`: it was run, and rows were refused, so that nothing was written; it can be checked and
 * run again, with another mapping.
 */
export const importStates = ['uploaded', 'checked', 'refused', 'imported', 'undone'] as const;
export const importStateSchema = z.enum(importStates);
export type ImportState = z.infer<typeof importStateSchema>;

/** Where an import goes, and how. */
export const importSettingsSchema = z.object({
  /** By its name; made when it is not there. */
  pyramid: z.string().trim().min(1).max(255),
  /** Null: a new one. */
  version: z.int().min(0).nullable().default(null),
  mapping: importMappingSchema.nullable().default(null),
  /** Of new units whose row says none. */
  status: z.enum(['NEW', 'VALID']).default('VALID'),
  leaveOutRefused: z.boolean().default(false),
  /** Of the version, if the import makes it. */
  description: z.string().trim().max(2000).optional(),
});
export type ImportSettings = z.infer<typeof importSettingsSchema>;

/** A row of a report, as it is kept and given. */
export const reportRowSchema = z.object({
  line: z.number(),
  column: z.string().nullable(),
  code: z.string(),
  message: z.string(),
});

/** What an import would do or did, in numbers, with its first rows. */
export const importSummarySchema = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  refused: z.number(),
  leaves: z.number(),
  /** The first rows of the report. */
  rows: z.array(reportRowSchema),
  /** All of them. */
  rowCount: z.number(),
  /** How often each code is among them. */
  codes: z.record(z.string(), z.number()),
  /** Number of the version it would go or went into. */
  version: z.number(),
  /** Something was written. */
  isDone: z.boolean(),
});
export type ImportSummary = z.infer<typeof importSummarySchema>;

/** What an undo has to know of an import that was written. */
export const importMarksSchema = z.object({
  pyramidId: z.string(),
  versionId: z.string(),
  madePyramid: z.boolean(),
  madeVersion: z.boolean(),
  groups: z.object({
    made: z.array(z.string()).readonly(),
    renamed: z.array(z.object({ id: z.string(), from: z.string(), to: z.string() })).readonly(),
  }),
});
export type ImportMarks = z.infer<typeof importMarksSchema>;

/** An import as people see it. */
export const importViewSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  format: importFormatSchema,
  state: importStateSchema,
  settings: importSettingsSchema.nullable(),
  report: importSummarySchema.nullable(),
  /** The last task that worked on it, and how it stands. */
  taskId: z.string().nullable(),
  taskState: z.enum(['queued', 'running', 'succeeded', 'failed', 'stopped']).nullable(),
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  importedAt: z.date().nullable(),
  undoneAt: z.date().nullable(),
});
export type ImportView = z.infer<typeof importViewSchema>;
