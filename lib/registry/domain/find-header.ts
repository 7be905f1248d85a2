import { reportRow, type ReportRow } from './import-report.ts';

/** Rows at the top of a list among which its header is looked for. */
export const headerRows = 10;

/**
 * Which of the first rows of a list is its header: the first with anything in it; where that is a title (one cell, with
 * more of them in a row below), the first that has several. -1: all rows are empty.
 */
export function findHeader(rows: readonly (readonly string[])[]): number {
  const filled = rows.slice(0, headerRows).map((cells) => cells.filter((cell) => cell.trim() !== '').length);
  const first = rows.findIndex((cells) => cells.some((cell) => cell.trim() !== ''));
  if (filled[first] !== 1) return first;
  const below = filled.findIndex((count, place) => place > first && count > 1);
  return below < 0 ? first : below;
}

/** What there is to say of a title above the header. */
export function titleNote(line: number, cells: readonly string[]): ReportRow {
  const title = cells.find((cell) => cell.trim() !== '') ?? '';
  return reportRow({ line, column: null }, 'title_ignored', title.trim().slice(0, 60));
}
