import type { Findings } from '../findings/findings.ts';
import type { Sheet } from '../workbook/workbook.ts';
import { putCell, type Cell, type FormRow } from './cells.ts';
import type { ColumnNames } from './column-names.ts';
import { resolveHeaders, type Column } from './resolve-headers.ts';

/** A sheet under canonical column names. */
export interface FormSheet {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly FormRow[];
  /** The sheet as it was read, for what is said about single cells. */
  readonly source: Sheet;
}

export interface RowReading {
  readonly names: ColumnNames;
  /** Cells without a language stand in this one when others of the same column have one. */
  readonly defaultLanguage: string;
  /** Are runs of spaces inside cells one space? */
  readonly collapsesSpaces: boolean;
  readonly findings: Findings;
}

const straightQuotes: Readonly<Record<string, string>> = { '‘': "'", '’': "'", '“': '"', '”': '"' };

/** Reads the rows of a sheet: quotes straight, columns under their canonical names, empty cells absent. */
export function readRows(sheet: Sheet, reading: RowReading): FormSheet {
  const columns = resolveHeaders(sheet, reading.names, reading.findings);
  const rows = sheet.rows.map(({ number, cells }): FormRow => {
    const grouped = new Map<string, Cell>();
    for (const { index, words } of columns) {
      const cell = cells[index];
      if (cell === null || cell === undefined || cell === '') continue;
      const value = cleanText(cell, reading.collapsesSpaces);
      putCell(grouped, words, { value, defaultLanguage: reading.defaultLanguage });
    }
    return { number, cells: grouped };
  });
  return { name: sheet.name, columns, rows, source: sheet };
}

function cleanText(text: string, collapsesSpaces: boolean): string {
  const collapsed = collapsesSpaces ? text.trim().replaceAll(/ +/g, ' ') : text;
  return collapsed.replaceAll(/[‘’“”]/g, (quote) => straightQuotes[quote] ?? quote);
}
