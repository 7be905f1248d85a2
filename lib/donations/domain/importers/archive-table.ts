import { detectSeparator, parseCsv } from '#lib/formats/csv/parse-csv.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/** Cells of a row by the headers of their columns in lower case; without spaces around them. */
export type Row = Readonly<Record<string, string>>;

/**
 * Rows of a table in an archive that have something in them. Throws SyntaxError when it lacks a column of `needed`, or has
 * none of `oneOf`, where that names some.
 */
export function* readTable(text: string, needed: readonly string[], oneOf: readonly string[] = []): Generator<Row> {
  let headers: readonly string[] | null = null;
  try {
    for (const { fields } of parseCsv(text, detectSeparator(text))) {
      if (headers === null) {
        headers = fields.map((field) =>
          field
            .replace(/^\uFEFF/, '')
            .trim()
            .toLowerCase(),
        );
        requireColumns(headers, needed, oneOf);
      } else if (fields.some((field) => field.trim() !== '')) {
        const names = headers;
        yield Object.fromEntries(fields.map((field, index) => [names[index] ?? '', field.trim()]));
      }
    }
  } catch (error) {
    if (error instanceof Problem) throw new SyntaxError(error.message, { cause: error });
    throw error;
  }
  if (headers === null) throw new SyntaxError('the table is empty');
}

function requireColumns(headers: readonly string[], needed: readonly string[], oneOf: readonly string[]): void {
  const has = (name: string) => headers.includes(name);
  if (!needed.every(has) || !(oneOf.length === 0 || oneOf.some(has))) {
    throw new SyntaxError('the table has other columns');
  }
}
