import { Readable } from 'node:stream';
import { z } from 'zod';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';
import { findImport, type ImportRow } from '../data/imports.sql.ts';
import { importSettingsSchema, type ImportSummary } from '../domain/import-record.ts';
import { isRefusal } from '../domain/import-report.ts';
import { withLocalFile } from './import-file.ts';
import { importOrgUnits, type ImportResult } from './import-org-units.ts';
import { reportAsCsv } from './import-report-files.ts';
import { asStarter, starterSchema } from './import-starter.ts';
import { keepImportReport } from './keep-import-report.ts';
import type { ImportWatch } from './import-watch.ts';
import { undoImport } from './undo-import.ts';

/** What a check and a run are told; the settings are those of the moment they were started. */
const fileTaskSchema = z.object({ importId: z.uuid(), by: starterSchema, settings: importSettingsSchema });
type FileTask = z.infer<typeof fileTaskSchema>;

/** Says what an import would do, and writes nothing but its report. Safe to run again. */
export const checkImportTask = defineTaskKind({
  kind: 'registry.check-import',
  inputSchema: fileTaskSchema,
  run: (ctx: TaskContext, input: FileTask) => workOnFile(ctx, input, { isDryRun: true }),
});

/** Brings an import in. Run again after the worker was lost, it finds what was written and only reports it. */
export const runImportTask = defineTaskKind({
  kind: 'registry.run-import',
  inputSchema: fileTaskSchema,
  run: (ctx: TaskContext, input: FileTask) => workOnFile(ctx, input, { isDryRun: false }),
});

/** Takes an import back. */
export const undoImportTask = defineTaskKind({
  kind: 'registry.undo-import',
  inputSchema: fileTaskSchema.omit({ settings: true }),
  run: async (ctx: TaskContext, { importId, by }) => undoImport(asStarter(ctx, by), { importId }, watchOf(ctx)),
});

function watchOf(ctx: TaskContext): ImportWatch {
  return {
    signal: ctx.signal,
    progress: (done, total, message) => {
      ctx.progress(done, total, message);
    },
  };
}

async function workOnFile(
  ctx: TaskContext,
  { importId, by, settings }: FileTask,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<FileOutcome> {
  const row = await requireRow(ctx, importId);
  // The transaction of a run that was lost afterwards is not to be repeated.
  if (row.state === 'imported' || row.state === 'undone') return { ...withoutRows(row), reason: null };
  ctx.progress(0, null, 'Fetching the file');
  const { pyramid, version, mapping, description, status: defaultStatus, leaveOutRefused: leavesOutRefused } = settings;
  const result = await withLocalFile(ctx, { blobKey: row.blobKey, signal: ctx.signal }, (path) =>
    importOrgUnits(
      asStarter(ctx, by),
      { path, pyramid, version, mapping, description, isDryRun, defaultStatus, leavesOutRefused, importId },
      watchOf(ctx),
    ),
  );
  const summary = await report(ctx, row, { result, isDryRun });
  const { rows: _rows, ...numbers } = summary;
  return { ...numbers, reason: reasonOf(result) };
}

/** What a check or a run came to, without its remarks on rows. */
interface FileOutcome extends Omit<ImportSummary, 'rows'> {
  /** The first reason for which a row was refused, with its place; null when none was. */
  readonly reason: string | null;
}

function reasonOf({ report: { rows } }: ImportResult): string | null {
  const first = rows.find(({ code }) => isRefusal(code));
  if (!first) return null;
  const { column, line, message } = first;
  return `${column === null ? '' : `${column}, `}row ${String(line)}: ${message}`;
}

async function requireRow(ctx: TaskContext, importId: string): Promise<ImportRow> {
  const row = await findImport(ctx, importId);
  if (!row) throw new Problem('not_found', { detail: 'The import of this task is not there any more.' });
  return row;
}

function withoutRows({ report: summary }: ImportRow): Omit<ImportSummary, 'rows'> {
  if (!summary) throw new Problem('state_conflict', { detail: 'The import is in, but has no report.' });
  const { rows: _rows, ...numbers } = summary;
  return numbers;
}

interface Outcome {
  readonly result: ImportResult;
  readonly isDryRun: boolean;
}

/** Keeps the report, also as the result of the task. */
async function report(ctx: TaskContext, row: ImportRow, { result, isDryRun }: Outcome): Promise<ImportSummary> {
  const name = `${ctx.task.id}-${String(ctx.task.attempt)}`;
  const csv = Readable.from(reportAsCsv(result.report.rows), { objectMode: false });
  await ctx.saveResult(`report-of-${row.fileName}.csv`, csv);
  const summary = await keepImportReport(ctx, row, { result, isDryRun, name });
  const { created, updated, unchanged, refused } = summary;
  const numbers = `${String(created)} new, ${String(updated)} changed, ${String(unchanged)} the same, ${String(refused)} refused.`;
  ctx.logLine('info', numbers);
  return summary;
}
