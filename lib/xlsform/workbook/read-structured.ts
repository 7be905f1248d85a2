import { z } from 'zod';
import type { Sheet, Workbook } from './workbook.ts';

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const rowSchema = z.record(z.string(), cellSchema);
const structuredSchema = z.record(z.string(), z.array(rowSchema));

type Row = z.infer<typeof rowSchema>;

/** `survey_header` beside `survey` lists its columns when rows alone do not show all of them. */
const headerSuffix = '_header';

/**
 * Reads a workbook written as JSON: rows of `{header: cell}` by sheet name. The first row of a list is row 2.
 * Throws a ZodError or SyntaxError when it is none.
 */
export function readStructured(json: string): Workbook {
  const structured = structuredSchema.parse(JSON.parse(json));
  const names = Object.keys(structured).filter((name) => !name.endsWith(headerSuffix));
  return { sheets: names.map((name) => toSheet(name, structured[name] ?? [], structured[`${name}${headerSuffix}`])) };
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
