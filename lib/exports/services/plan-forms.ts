import type { ExportOrder, ExportProblem } from '../domain/export-order.ts';
import { findCombinedReport } from '../domain/reports/combined-report.ts';
import { tablesOf } from '../domain/reports/find-report.ts';
import { isOtherReport } from '../domain/reports/other-report.ts';
import type { FileFormat } from '../domain/table-encoder.ts';
import { findReport } from './find-report.ts';
import type { ExportedType, ExportJob } from './export-job.ts';
import { writeCombinedReport } from './write-combined-report.ts';
import { writeFlatTable } from './write-flat-table.ts';
import { writeGenericTable } from './write-generic-table.ts';
import { writeIssues } from './write-issues.ts';
import { writePersonalReports } from './write-personal-reports.ts';
import { writeRawDays } from './write-raw-days.ts';
import { writeReport } from './write-report.ts';

/** One way in which each type of an order is written. */
export type PlannedForm = Pick<ExportProblem, 'format' | 'fileFormat'>;

/** The forms of an order, in the order they are written. */
export function planForms({ formats, fileFormats }: Pick<ExportOrder, 'formats' | 'fileFormats'>): PlannedForm[] {
  const forms = new Set(formats);
  return [
    ...[...new Set(fileFormats)].flatMap((fileFormat) =>
      (['tables', 'flat'] as const).flatMap((format) => (forms.has(format) ? [{ format, fileFormat }] : [])),
    ),
    ...(forms.has('raw') ? [{ format: 'raw' as const, fileFormat: null }] : []),
  ];
}

/** A whole report in one file, which knows no forms. */
const whole: PlannedForm = { format: 'raw', fileFormat: null };
const asTable: PlannedForm = { format: 'tables', fileFormat: 'tab' };

/** Those of the forms in which a type is written: what is no type of points is there whatever the order wants. */
export function formsOfType(type: string, forms: readonly PlannedForm[]): readonly PlannedForm[] {
  if (!isOtherReport(type)) return forms;
  if (type === 'pdk-personal-data') return [whole];
  const tables = forms.filter(({ format }) => format === 'tables');
  return tables.length > 0 ? tables : [asTable];
}

/** Writes one type in one form. */
export async function writeForm(
  job: ExportJob,
  type: ExportedType,
  { format, fileFormat }: PlannedForm,
): Promise<void> {
  const combined = findCombinedReport(type.type);
  if (isOtherReport(type.type)) {
    await (fileFormat === null ? writePersonalReports(job) : writeIssues(job, fileFormat));
  } else if (combined) {
    // It has no points of its own: its table is all there is of it.
    if (fileFormat !== null && format === 'tables') await writeCombinedReport(job, combined, fileFormat);
  } else if (fileFormat === null) await writeRawDays(job, type);
  else if (format === 'tables') await writeTables(job, type, fileFormat);
  // Beside a generic table it is there already.
  else if (findReport(type.type, job.ctx.plugins.hooks) !== null || job.hasLegacyReports || !job.hasTables) {
    await writeFlatTable(job, type, { format: fileFormat, isCounted: true });
  }
}

/** The standard report; without one the generic table and, which PDK does not have, the flattened one. */
async function writeTables(job: ExportJob, type: ExportedType, format: FileFormat): Promise<void> {
  const report = findReport(type.type, job.ctx.plugins.hooks);
  if (report) {
    await writeReport(job, type, { tables: tablesOf(report, job.hasLegacyReports), format });
    return;
  }
  await writeGenericTable(job, type, format);
  if (!job.hasLegacyReports) await writeFlatTable(job, type, { format, isCounted: false });
}
