import type { ImportSummary } from './import-record.ts';
import type { ImportReport } from './import-report.ts';

/** Rows of a report that stand beside its numbers. */
const firstRows = 200;

interface Outcome {
  readonly report: ImportReport;
  readonly version: number;
  readonly isDone: boolean;
}

/** What of a report stands on the import itself: its numbers and its first rows. */
export function summarizeReport({ report, version, isDone }: Outcome): ImportSummary {
  const { rows, ...numbers } = report;
  return {
    ...numbers,
    rows: rows.slice(0, firstRows),
    rowCount: rows.length,
    codes: countCodes(report),
    version,
    isDone,
  };
}

function countCodes({ rows }: ImportReport): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of rows) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
