import type { Sheet, Workbook } from './workbook.ts';

const comment = /^\s*#/;
const trailingComment = /^(.*)#[^|]+$/;
const tableRow = /^\s*\|(.*)\|/;
const separator = /^[|-]+$/;
const unescapedPipe = /(?<!\\)\|/;

/**
 * Reads a form written as Markdown tables: the first column names the sheet where it begins, the row after it holds
 * the headers (specification of forms, section 6.1). Lines that start with `#` are comments. Rows are numbered as
 * they would stand in a spreadsheet: the header is row 1, and rows without any cell do not count.
 */
export function readMarkdown(text: string): Workbook {
  const sheets = new Map<string, (string | null)[][]>();
  let rows: (string | null)[][] | undefined;
  for (const cells of text.split('\n').map(withoutComment).flatMap(splitRow)) {
    const [sheetName, ...rest] = cells;
    if (sheetName) sheets.set(sheetName, (rows = []));
    if (rest.some((cell) => cell !== null)) rows?.push(rest);
  }
  return { sheets: [...sheets].map(([name, lines]) => toSheet(name, lines)) };
}

function withoutComment(line: string): string {
  if (comment.test(line)) return '';
  return (trailingComment.exec(line)?.[1] ?? line).trim();
}

/** The cells of a table row; nothing for other lines and for the rule below a header. */
function splitRow(line: string): (string | null)[][] {
  const inner = tableRow.exec(line)?.[1];
  if (inner === undefined || separator.test(inner)) return [];
  return [inner.split(unescapedPipe).map((cell) => cell.trim().replaceAll(String.raw`\|`, '|') || null)];
}

function toSheet(name: string, [headers = [], ...rows]: readonly (string | null)[][]): Sheet {
  return { name, headers, rows: rows.map((cells, index) => ({ number: index + 2, cells })) };
}
