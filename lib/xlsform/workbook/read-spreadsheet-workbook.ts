import type { Spreadsheet, SpreadsheetRow, SpreadsheetSheet } from '#lib/formats/spreadsheet/spreadsheet.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { toCellText } from './cell-text.ts';
import type { Sheet, SheetRow, Workbook } from './workbook.ts';

/** So many empty headers side by side are still a gap; one more, and the sheet ends there. */
const maxEmptyHeaders = 20;
/** So many empty rows below each other are still a gap. */
const maxEmptyRows = 60;
/** Letters of all cells together. */
const maxLetters = 100_000_000;

/**
 * Reads every sheet of a spreadsheet as forms have them: headers in row 1, rows until a long gap, texts without outer
 * blanks. Throws `file_over_limits` when the cells hold more than a form can.
 */
export async function readSpreadsheetWorkbook({ sheets }: Spreadsheet): Promise<Workbook> {
  const budget = { letters: maxLetters };
  const read: Sheet[] = [];
  for (const sheet of sheets) read.push(await readSheet(sheet, budget));
  return { sheets: read };
}

async function readSheet(sheet: SpreadsheetSheet, budget: { letters: number }): Promise<Sheet> {
  let headers: (string | null)[] = [];
  const found: SheetRow[] = [];
  let lastNumber = 1;
  for await (const row of sheet.rows()) {
    if (row.number === 1) {
      headers = readHeaders(row);
      continue;
    }
    if (row.number - lastNumber - 1 > maxEmptyRows) break;
    const cells = row.cells.slice(0, headers.length).map((cell, column) => {
      return cell && headers[column] !== null ? toCellText(cell.text) : null;
    });
    if (cells.every((cell) => cell === null)) continue;
    for (const cell of cells) budget.letters -= cell?.length ?? 0;
    if (budget.letters < 0) throw tooManyLetters();
    found.push({ number: row.number, cells });
    lastNumber = row.number;
  }
  return { name: sheet.name, headers, rows: found };
}

function readHeaders({ cells }: SpreadsheetRow): (string | null)[] {
  const headers: (string | null)[] = [];
  let last = -1;
  for (const [column, cell] of cells.entries()) {
    const header = cell && toCellText(cell.text.replace(/ +/g, ' '));
    if (header !== null) last = column;
    if (column - last > maxEmptyHeaders) break;
    headers.push(header);
  }
  return headers.slice(0, last + 1);
}

function tooManyLetters(): Problem {
  return new Problem('file_over_limits', { detail: `The form holds more than ${maxLetters / 1e6} million letters.` });
}
