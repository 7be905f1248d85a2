import type { Readable } from 'node:stream';
import type { Context } from '#lib/platform/context.ts';
import type { ImportRow } from '../data/imports.sql.ts';
import { isList } from '../domain/import-format.ts';
import { guessMapping } from '../domain/guess-mapping.ts';
import type { ImportMapping } from '../domain/import-mapping.ts';
import type { ImportTable } from '../domain/import-table.ts';
import { requireImport } from './get-import.ts';
import { withLocalFile } from './import-file.ts';
import { openTable, readText } from './read-table-file.ts';

/** A column of a list and some of what it holds. */
export interface ImportColumn {
  readonly name: string;
  readonly examples: readonly string[];
}

/** What a person has to know to say which column is what. */
export interface ImportColumns {
  /** False: the file says it itself, as a GeoPackage does, and there are no columns to match. */
  readonly isList: boolean;
  readonly columns: readonly ImportColumn[];
  /** From the names of the columns; null when they say nothing. */
  readonly mapping: ImportMapping | null;
}

/** Bytes of a text that are read to know its columns. */
const headBytes = 512 * 1024;
/** Rows that examples are taken from, and examples of a column. */
const rowsLookedAt = 200;
const examplesShown = 3;
const exampleLength = 60;

/** The columns of an uploaded list with examples, and what they seem to be. Errors: `not_found`, `file_unreadable`. */
export async function getImportColumns(
  ctx: Context,
  { importId }: { readonly importId: string },
): Promise<ImportColumns> {
  const row = await requireImport(ctx, importId);
  if (!isList(row.format)) return { isList: false, columns: [], mapping: null };
  const columns = await readColumns(ctx, row);
  return { isList: true, columns, mapping: guessMapping(columns.map(({ name }) => name)) };
}

async function readColumns(ctx: Context, { blobKey, format, sizeBytes }: ImportRow): Promise<ImportColumn[]> {
  if (format === 'xlsx' || format === 'xls') {
    return withLocalFile(ctx, { blobKey }, async (path) => columnsOf(await openTable(path, format)));
  }
  const end = Math.min(sizeBytes, headBytes) - 1;
  const head = await readAll(await ctx.blobs.open(blobKey, { start: 0, end }));
  return columnsOf(readText(head, format, { isPartial: sizeBytes > headBytes }));
}

async function readAll(content: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function columnsOf({ headers, rows }: ImportTable): ImportColumn[] {
  const examples = headers.map(() => new Set<string>());
  let looked = 0;
  for (const { cells } of rows) {
    for (const [place, found] of examples.entries()) {
      const text = (cells[place] ?? '').trim();
      if (text !== '' && found.size < examplesShown) found.add(text.slice(0, exampleLength));
    }
    if ((looked += 1) === rowsLookedAt) break;
  }
  return headers.flatMap((name, place) => (name === '' ? [] : [{ name, examples: [...(examples[place] ?? [])] }]));
}
