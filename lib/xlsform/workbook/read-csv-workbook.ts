import { detectSeparator, parseCsv, type CsvRecord } from '#lib/formats/csv/parse-csv.ts';
import { toCellText } from './cell-text.ts';
import type { Sheet, SheetRow, Workbook } from './workbook.ts';

interface OpenSheet extends Sheet {
  headers: (string | null)[];
  readonly rows: SheetRow[];
}

/**
 * Reads the one-file form of a workbook: the first column names the sheet where a sheet begins, the first row with
 * anything further right holds its headers. Rows are numbered through the file, as a spreadsheet shows them.
 */
export function readCsvWorkbook(text: string): Workbook {
  const sheets = new Map<string, OpenSheet>();
  let current: OpenSheet | undefined;
  let needsHeaders = false;
  let number = 0;
  for (const record of parseCsv(text, detectSeparator(text))) {
    number += 1;
    const [name, ...cells] = cellsOf(record);
    if (name !== null && name !== undefined) {
      current = sheets.get(name) ?? { name, headers: [], rows: [] };
      sheets.set(name, current);
      needsHeaders = true;
    }
    if (!current || cells.every((cell) => cell === null)) continue;
    if (needsHeaders) current.headers = cells;
    else current.rows.push({ number, cells });
    needsHeaders = false;
  }
  return { sheets: [...sheets.values()] };
}

function cellsOf({ fields }: CsvRecord): (string | null)[] {
  return fields.map(toCellText);
}
