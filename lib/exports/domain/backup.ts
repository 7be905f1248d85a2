import { z } from 'zod';
import { isTimeZone } from '#lib/platform/time/zone-clock.ts';
import { destinationKinds } from './destination.ts';

/** What a state has of one table. */
export const backedUpTableSchema = z.object({
  table: z.string(),
  rows: z.number(),
  /** Days of it that are sealed apart (UTC); 1 for a table that is taken whole. */
  windows: z.number(),
  pieces: z.number(),
  /** First and last of these days; null for a table that is taken whole. */
  firstDay: z.string().nullable(),
  lastDay: z.string().nullable(),
});
export type BackedUpTable = z.infer<typeof backedUpTableSchema>;

/** A state of the installation that lies at a destination. Instants are UTC. */
export const backupStateSchema = z.object({
  /** File of its index. */
  name: z.string(),
  writtenAt: z.coerce.date(),
  rows: z.coerce.number(),
  files: z.number(),
  missingFiles: z.number(),
  sizeBytes: z.coerce.number(),
  tables: z.array(backedUpTableSchema),
  checkedAt: z.coerce.date().nullable(),
  checkError: z.string().nullable(),
  restoredAt: z.coerce.date().nullable(),
  restoreError: z.string().nullable(),
});
export type BackupState = z.infer<typeof backupStateSchema>;

/** When backups go to a destination by the clock: every day at an hour. */
export const backupPlanDraftSchema = z.strictObject({
  /** Hour of the day in the zone; null: by hand alone. */
  hour: z.int().min(0).max(23).nullable(),
  timeZone: z.string().max(100).refine(isTimeZone, 'not a time zone').default('UTC'),
});
export type BackupPlanDraft = z.infer<typeof backupPlanDraftSchema>;

export const backupPlanSchema = z.object({
  hour: z.number(),
  timeZone: z.string(),
  createdBy: z.string(),
  nextRunAt: z.coerce.date(),
  lastTaskId: z.guid().nullable(),
  /** How that Task stands; null: there is none. */
  lastTaskState: z.enum(['queued', 'running', 'succeeded', 'failed', 'stopped']).nullable(),
  lastError: z.string().nullable(),
});
export type BackupPlan = z.infer<typeof backupPlanSchema>;

/** A destination to which the installation can be backed up, and what lies there. */
export const backupPlaceSchema = z.object({
  destinationId: z.guid(),
  name: z.string(),
  kind: z.enum(destinationKinds),
  plan: backupPlanSchema.nullable(),
  /** Newest first. */
  states: z.array(backupStateSchema),
});
export type BackupPlace = z.infer<typeof backupPlaceSchema>;

export const backupsSchema = z.object({
  /** False: CAIRN_BACKUP_KEY is not set, and nothing can be backed up. */
  hasKey: z.boolean(),
  /** When something was erased last in the installation: states from before still hold it. */
  lastErasedAt: z.coerce.date().nullable(),
  items: z.array(backupPlaceSchema),
});
export type Backups = z.infer<typeof backupsSchema>;

/** Rows of a table that came in on one UTC day; `day` null: all of the table. */
interface BackedUpWindow {
  readonly table: string;
  readonly day: string | null;
  readonly rows: number;
  readonly pieces: readonly unknown[];
}

/** What windows come to for each table that has rows, by name. */
export function tablesOf(windows: readonly BackedUpWindow[]): BackedUpTable[] {
  const tables = new Map<string, BackedUpTable>();
  for (const { table, day, rows, pieces } of windows) {
    if (rows === 0) continue;
    const before = tables.get(table);
    tables.set(table, {
      table,
      rows: (before?.rows ?? 0) + rows,
      windows: (before?.windows ?? 0) + 1,
      pieces: (before?.pieces ?? 0) + pieces.length,
      firstDay: earlier(before?.firstDay ?? null, day),
      lastDay: later(before?.lastDay ?? null, day),
    });
  }
  return [...tables.values()].sort((a, b) => (a.table < b.table ? -1 : 1));
}

function earlier(a: string | null, b: string | null): string | null {
  return a !== null && (b === null || a < b) ? a : b;
}

function later(a: string | null, b: string | null): string | null {
  return a !== null && (b === null || a > b) ? a : b;
}
