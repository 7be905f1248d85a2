import type { Context } from '#lib/platform/context.ts';
import { keepReport, type ImportRow } from '../data/imports.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { ImportSummary } from '../domain/import-record.ts';
import { summarizeReport } from '../domain/summarize-report.ts';
import type { ImportResult } from './import-org-units.ts';
import { removeReport, storeReport } from './import-report-files.ts';

interface ReportToKeep {
  readonly result: ImportResult;
  readonly isDryRun: boolean;
  /** Unlike that of any other report of the import. */
  readonly name: string;
}

/** Keeps what a check or a run came to: its numbers with the import, its rows in files, instead of those before. */
export async function keepImportReport(
  ctx: Context,
  { id, reportKey: oldKey }: Pick<ImportRow, 'id' | 'reportKey'>,
  { result, isDryRun, name }: ReportToKeep,
): Promise<ImportSummary> {
  const reportKey = `${ctx.organizationId}/registry-imports/${id}/report-${name}`;
  await storeReport(ctx, reportKey, result);
  const report = summarizeReport(result);
  const state = isDryRun ? 'checked' : result.isDone ? 'imported' : 'refused';
  await keepReport(registryScope(ctx), id, { report, reportKey, state });
  await removeReport(ctx, oldKey);
  return report;
}
