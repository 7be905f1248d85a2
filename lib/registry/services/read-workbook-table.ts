import type { MergedCells, Spreadsheet, SpreadsheetSheet } from '#lib/formats/spreadsheet/spreadsheet.ts';
import { findHeader, titleNote } from '../domain/find-header.ts';
import { reportRow, type ReportRow } from '../domain/import-report.ts';
import type { ImportTable } from '../domain/import-table.ts';
import type { TableRow } from '../domain/table-reader.ts';
import { requireRow } from './require-row.ts';

/**
 * The first sheet of a workbook that a person sees and that has anything in it, as a list; other such sheets are named in
 * its notes. Closes the workbook. Errors: `file_unreadable`, `file_over_limits`.
 */
export async function readWorkbook(workbook: Spreadsheet): Promise<ImportTable> {
  try {
    const seen = workbook.sheets.filter(({ isHidden }) => !isHidden);
    const notes: ReportRow[] = [];
    let chosen: ImportTable | null = null;
    for (const sheet of seen) {
      if (chosen === null) chosen = await readSheet(sheet);
      else if (await hasRows(sheet)) notes.push(reportRow({ line: 1, column: sheet.name }, 'sheet_ignored'));
    }
    const table = chosen ?? { line: 1, headers: [], rows: [], notes: [] };
    return { ...table, notes: [...table.notes, ...notes] };
  } finally {
    workbook.close();
  }
}

async function hasRows(sheet: SpreadsheetSheet): Promise<boolean> {
  for await (const { cells } of sheet.rows())
    if (cells.some((cell) => cell !== null && cell.text.trim() !== '')) return true;
  return false;
}

/** A sheet as a list, its first row with anything in it as the header; null when there is none. */
async function readSheet(sheet: SpreadsheetSheet): Promise<ImportTable | null> {
  const rows: { readonly line: number; readonly cells: string[] }[] = [];
  for await (const { number, cells } of sheet.rows()) {
    requireRow(number);
    rows.push({ line: number, cells: Array.from(cells, (cell) => cell?.text ?? '') });
  }
  const headerAt = findHeader(rows.map(({ cells }) => cells));
  const [header, ...rest] = headerAt < 0 ? [] : rows.slice(headerAt);
  if (!header) return null;
  const titles = rows.slice(0, headerAt).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const headers = header.cells.map((cell) => cell.trim());
  const notes = fillMerged(rest, sheet.merged(), { line: header.line, headers });
  return {
    line: header.line,
    headers,
    rows: rest satisfies TableRow[],
    notes: [...titles.map(({ line, cells }) => titleNote(line, cells)), ...notes],
  };
}

/**
 * Puts the text of a cell that is merged with those below it into each of these, as people read it: a province that stands
 * once beside its schools. Gives a note for each. What is merged with the header, or sideways, stays as it is.
 */
function fillMerged(
  rows: readonly { readonly line: number; readonly cells: string[] }[],
  merged: readonly MergedCells[],
  header: { readonly line: number; readonly headers: readonly string[] },
): ReportRow[] {
  const byLine = new Map(rows.map((row) => [row.line, row.cells]));
  const notes: ReportRow[] = [];
  // Rectangles of a sound workbook do not lie over each other: there is no more to fill than there are cells.
  let left = rows.length * header.headers.length;
  for (const { firstRow, lastRow, firstColumn: column } of merged) {
    const name = header.headers[column] ?? '';
    const text = byLine.get(firstRow)?.[column] ?? '';
    if (firstRow <= header.line || lastRow === firstRow || name === '' || text === '') continue;
    for (let line = firstRow + 1; left > 0 && line <= Math.min(lastRow, rows.at(-1)?.line ?? 0); line += 1) {
      left -= 1;
      const cells = byLine.get(line);
      if (!cells) continue;
      while (cells.length <= column) cells.push('');
      if (cells[column]?.trim() === '') cells[column] = text;
    }
    notes.push(
      reportRow({ line: firstRow, column: name }, 'merged_cells', `rows ${String(firstRow)} to ${String(lastRow)}`),
    );
  }
  return notes;
}
