import { guardFormula } from '#lib/formats/spreadsheet/guard-formula.ts';

/** What a cell may give to a CSV file. */
export type CsvValue = string | number | boolean | Date | null | undefined;

/**
 * Writes rows as CSV (RFC 4180: CRLF, quotes doubled) with a byte order mark, so that spreadsheets read UTF-8.
 * Texts that a spreadsheet would run as a formula get an apostrophe in front.
 */
export function writeCsv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(writeCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function writeCell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string') return String(value);
  const text = guardFormula(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a text to the browser as a file to save. */
export function saveText(fileName: string, text: string, contentType = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type: contentType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
