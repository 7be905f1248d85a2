import { readFile, stat } from 'node:fs/promises';
import { detectSeparator, parseCsv, takeNamedSeparator } from '#lib/formats/csv/parse-csv.ts';
import { openXls } from '#lib/formats/xls/open-xls.ts';
import { openXlsx } from '#lib/formats/xlsx/open-xlsx.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { detectUtf16, type ImportFormat } from '../domain/import-format.ts';
import { guessEncoding } from '../domain/guess-encoding.ts';
import { findHeader, headerRows, titleNote } from '../domain/find-header.ts';
import { importLimits } from '../domain/import-limits.ts';
import { isRefusal, reportRow } from '../domain/import-report.ts';
import type { ImportTable } from '../domain/import-table.ts';
import type { TableRow } from '../domain/table-reader.ts';
import { readGeoJsonTable } from './read-geojson-table.ts';
import { readWorkbook } from './read-workbook-table.ts';
import { requireRow } from './require-row.ts';

/** Opens a list. Errors: `file_unreadable`, `file_over_limits`. */
export async function openTable(path: string, format: ImportFormat): Promise<ImportTable> {
  if (format === 'xlsx') return withHeader(await readWorkbook(await openXlsx(path)));
  if (format === 'xls') return withHeader(await readWorkbook(await openXls(path)));
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
  const { text, guessed } = decodeText(bytes, options.isPartial === true);
  const notes = guessed === null ? [] : [reportRow({ line: 1, column: null }, 'encoding_mended', guessed)];
  const table = format === 'geojson' ? readGeoJsonTable(text, options) : readCsv(text);
  return withHeader({ ...table, notes: [...notes, ...table.notes] });
}

/** Throws `file_unreadable` for a list without any name of a column. */
function withHeader(table: ImportTable): ImportTable {
  if (table.headers.some((header) => header !== '') || table.notes.some(({ code }) => isRefusal(code))) return table;
  throw new Problem('file_unreadable', {
    detail: 'The file names no columns: its first row, or the properties of its features, are empty.',
  });
}

/** UTF-8, UTF-16 where the file begins so or looks so, or what makes words of it where it is not valid UTF-8. */
function decodeText(bytes: Buffer, isPartial: boolean): { readonly text: string; readonly guessed: string | null } {
  const wide = detectUtf16(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes, { stream: isPartial }), guessed: null };
  try {
    // A beginning may end inside a letter, which is no fault.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isPartial }), guessed: null };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const { label, name } = guessEncoding(bytes);
    return { text: new TextDecoder(label).decode(bytes), guessed: name };
  }
}

function readCsv(text: string): ImportTable {
  const named = takeNamedSeparator(text);
  const rest = (named?.rest ?? text).replace(/^\uFEFF/, '');
  // Rows are counted as a spreadsheet does, which takes that line for itself; empty ones before the header count.
  const emptyLines = /^(?:[ \t;,|]*(?:\r\n|\r|\n))*/.exec(rest)?.[0] ?? '';
  const line = 1 + (emptyLines.match(/\r\n|\r|\n/g)?.length ?? 0);
  const body = rest.slice(emptyLines.length);
  const records = parseCsv(body, named?.separator ?? detectSeparator(body));
  const top = takeRecords(records, headerRows);
  // A title of a sheet that was saved as CSV has the separators of all columns behind it; one without is a list of one column.
  const headerAt = (top[0]?.length ?? 0) > 1 ? Math.max(0, findHeader(top)) : 0;
  const notes = top
    .slice(0, headerAt)
    .flatMap((cells, place) => (isBlank(cells) ? [] : [titleNote(line + place, cells)]));
  const headers = top[headerAt]?.map((header) => header.trim()) ?? [];
  const rows = csvRows(top.slice(headerAt + 1), records, line + headerAt);
  return { line: line + headerAt, headers, rows, notes };
}

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');

function takeRecords(records: ReturnType<typeof parseCsv>, most: number): (readonly string[])[] {
  const taken: (readonly string[])[] = [];
  while (taken.length < most) {
    const next = records.next();
    if (next.done) break;
    taken.push(next.value.fields);
  }
  return taken;
}

function* csvRows(
  first: readonly (readonly string[])[],
  others: ReturnType<typeof parseCsv>,
  headerLine: number,
): Generator<TableRow> {
  let line = headerLine;
  for (const cells of first) yield { line: (line += 1), cells };
  for (const { fields } of others) {
    line += 1;
    requireRow(line);
    yield { line, cells: fields };
  }
}
