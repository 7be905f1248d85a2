import type { ReportRow } from './import-report.ts';
import type { TableRow } from './table-reader.ts';

/** A list: its columns and rows, whatever file they come from. */
export interface ImportTable {
  /** Line of the header. */
  readonly line: number;
  readonly headers: readonly string[];
  readonly rows: Iterable<TableRow>;
  /** What there is to say of the file as a whole. */
  readonly notes: readonly ReportRow[];
}
