import { z } from 'zod';
import type { Sheet, Workbook } from './workbook.ts';

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const rowSchema = z.record(z.string(), cellSchema);
const structuredSchema = z.record(z.string(), z.unknown());
/** Beside sheets there may be words about the workbook: names of its sheets, a name for the form. */
const sheetSchema = z.array(rowSchema);
const wordsSchema = z.union([z.string(), z.null(), z.array(z.string())]);

type Row = z.infer<typeof rowSchema>;

/** `survey_header` beside `survey` lists its columns when rows alone do not show all of them. */
const headerSuffix = '_header';

/**
 * Reads a workbook written as JSON: rows of `{header: cell}` by sheet name. The first row of a list is row 2. What is
 * no list of rows but text, or a list of texts, is passed over. Throws a ZodError or SyntaxError when it is no workbook.
 */
export function readStructured(json: string): Workbook {
  const sheets = new Map(
    Object.entries(structuredSchema.parse(JSON.parse(json))).flatMap(([name, rows]) =>
      isWords(rows) ? [] : [[name, sheetSchema.parse(rows)] as const],
    ),
  );
  const named = [...sheets].filter(([name]) => !name.endsWith(headerSuffix));
  return { sheets: named.map(([name, rows]) => toSheet(name, rows, sheets.get(`${name}${headerSuffix}`))) };
}

function isWords(value: unknown): boolean {
  return wordsSchema.safeParse(value).success && !(Array.isArray(value) && value.length === 0);
}

function toSheet(name: string, rows: readonly Row[], headerRows: readonly Row[] | undefined): Sheet {
  const headers = [...new Set([...(headerRows ?? []), ...rows].flatMap((row) => Object.keys(row)))];
  return {
    name,
    headers,
    rows: rows.map((row, index) => ({ number: index + 2, cells: headers.map((header) => toText(row[header])) })),
  };
}

function toText(cell: Row[string] | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return String(cell).trim() || null;
}
