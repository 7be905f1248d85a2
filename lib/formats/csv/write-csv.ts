import { guardFormula } from '../spreadsheet/guard-formula.ts';

/** What a cell of a CSV file or a workbook holds; null: nothing. */
export type CellValue = string | number | boolean | null;

/**
 * One record of CSV (RFC 4180: CRLF, quotes doubled). Texts that a spreadsheet would run as a formula get an apostrophe
 * in front.
 */
export function csvRecord(values: readonly CellValue[]): string {
  return `${values.map(csvField).join(',')}\r\n`;
}

function csvField(value: CellValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = guardFormula(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
