import { readFile, stat } from 'node:fs/promises';
import { detectSeparator, parseCsv } from '#lib/formats/csv/parse-csv.ts';
import type { Spreadsheet } from '#lib/formats/spreadsheet/spreadsheet.ts';
import { openXls } from '#lib/formats/xls/open-xls.ts';
import { openXlsx } from '#lib/formats/xlsx/open-xlsx.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { ImportFormat } from '../domain/import-format.ts';
import { importLimits } from '../domain/import-limits.ts';
import { reportRow } from '../domain/import-report.ts';
import type { ImportTable } from '../domain/import-table.ts';
import type { TableRow } from '../domain/table-reader.ts';
import { readGeoJsonTable } from './read-geojson-table.ts';

/** Opens a list. Errors: `file_unreadable`, `file_over_limits`. */
export async function openTable(path: string, format: ImportFormat): Promise<ImportTable> {
  if (format === 'xlsx') return readWorkbook(await openXlsx(path));
  if (format === 'xls') return readWorkbook(await openXls(path));
  const { size } = await stat(path);
  if (size > importLimits.textBytes) {
    const megabytes = (bytes: number) => String(Math.round(bytes / 1024 / 1024));
    throw new Problem('file_over_limits', {
      detail: `The file has ${megabytes(size)} MB; a list may have ${megabytes(importLimits.textBytes)} MB. Split it, or send a GeoPackage.`,
    });
  }
  return readText(await readFile(path), format);
}

/** A list in a text, or in the beginning of one. */
export function readText(
  bytes: Buffer,
  format: ImportFormat,
  options: { readonly isPartial?: boolean } = {},
): ImportTable {
  const { text, isMended } = decodeText(bytes, options.isPartial === true);
  const notes = isMended ? [reportRow({ line: 1, column: null }, 'encoding_mended')] : [];
  const table = format === 'geojson' ? readGeoJsonTable(text, options) : readCsv(text);
  return { ...table, notes: [...notes, ...table.notes] };
}

/** UTF-8, UTF-16 where the file begins so, or Windows-1252 where it is not valid UTF-8. */
function decodeText(bytes: Buffer, isPartial: boolean): { readonly text: string; readonly isMended: boolean } {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return { text: new TextDecoder('utf-16le').decode(bytes), isMended: false };
  if (mark === 0xfeff) return { text: new TextDecoder('utf-16be').decode(bytes), isMended: false };
  try {
    // A beginning may end inside a letter, which is no fault.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isPartial }), isMended: false };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: new TextDecoder('windows-1252').decode(bytes), isMended: true };
  }
}

function readCsv(text: string): ImportTable {
  const records = parseCsv(text, detectSeparator(text));
  const first = records.next();
  const headers = first.done ? [] : first.value.fields.map((header) => header.trim());
  return { line: 1, headers, rows: csvRows(records), notes: [] };
}

function* csvRows(records: ReturnType<typeof parseCsv>): Generator<TableRow> {
  let line = 1;
  for (const { fields } of records) {
    line += 1;
    requireRow(line);
    yield { line, cells: fields };
  }
}

/** Guards the number of rows. Throws `file_over_limits`. */
export function requireRow(line: number): void {
  if (line <= importLimits.rows) return;
  const rows = importLimits.rows.toLocaleString('en');
  throw new Problem('file_over_limits', { detail: `The file has more than ${rows} rows. Split it.` });
}

/** The first sheet of a workbook that a person sees. */
async function readWorkbook(workbook: Spreadsheet): Promise<ImportTable> {
  try {
    const sheet = workbook.sheets.find(({ isHidden }) => !isHidden);
    const rows: TableRow[] = [];
    for await (const { number, cells } of sheet?.rows() ?? []) {
      requireRow(number);
      rows.push({ line: number, cells: Array.from(cells, (cell) => cell?.text ?? '') });
    }
    const [header, ...rest] = rows;
    const headers = header?.cells.map((cell) => cell.trim()) ?? [];
    return { line: header?.line ?? 1, headers, rows: rest, notes: [] };
  } finally {
    workbook.close();
  }
}
