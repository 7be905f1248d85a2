import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { ReportRow, UnitAct, UnitOutcome } from '../domain/import-report.ts';
import { getImport, requireImport } from './get-import.ts';
import { reportPartKey, type ReportPart } from './import-report-files.ts';

interface PageInput {
  readonly importId: string;
  readonly cursor: string | null;
  readonly limit: number;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Rows of the report of an import, by line, all or those of one code. Errors: `not_found`, `cursor_invalid`. */
export function listImportRows(
  ctx: Context,
  { code, ...page }: PageInput & { readonly code: string | null },
): Promise<Page<ReportRow>> {
  return listLines(ctx, 'rows', { ...page, isWanted: (row) => code === null || row.code === code });
}

/** What happens to the units of an import, by line, all or those of one act. Errors: `not_found`, `cursor_invalid`. */
export function listImportUnits(
  ctx: Context,
  { act, ...page }: PageInput & { readonly act: UnitAct | null },
): Promise<Page<UnitOutcome>> {
  return listLines(ctx, 'units', { ...page, isWanted: (unit) => act === null || unit.act === act });
}

/** Where in the file a page begins. */
const positionSchema = z.tuple([z.int().nonnegative()]);

interface LinesInput<Item> extends PageInput {
  readonly isWanted: (item: Item) => boolean;
}

async function listLines<Part extends ReportPart>(
  ctx: Context,
  part: Part,
  { importId, cursor, limit, isWanted }: LinesInput<Part extends 'rows' ? ReportRow : UnitOutcome>,
): Promise<Page<Part extends 'rows' ? ReportRow : UnitOutcome>> {
  const start = decodeCursor(positionSchema, cursor)?.[0] ?? 0;
  const items: (Part extends 'rows' ? ReportRow : UnitOutcome)[] = [];
  let at = start;
  for await (const line of readLines(ctx, { importId, part, start })) {
    const item = JSON.parse(line) as (typeof items)[number];
    if (isWanted(item)) {
      if (items.length === limit) return { items, next: encodeCursor([at]) };
      items.push(item);
    }
    at += Buffer.byteLength(line) + 1;
  }
  return { items, next: null };
}

interface LinesPlace {
  readonly importId: string;
  readonly part: ReportPart;
  /** Byte of the file. */
  readonly start: number;
}

async function* readLines(ctx: Context, { importId, part, start }: LinesPlace): AsyncGenerator<string> {
  const { reportKey } = await requireImport(ctx, importId);
  if (reportKey === null) throw new Problem('not_found', { detail: 'This import has no report yet: check it first.' });
  const key = reportPartKey(reportKey, part);
  const end = (await ctx.blobs.size(key)) - 1;
  if (start > end) return;
  const content = await ctx.blobs.open(key, { start, end });
  try {
    yield* createInterface({ input: content, crlfDelay: Infinity });
  } finally {
    content.destroy();
  }
}

/** Every row of the report of an import. Errors: `not_found`. */
export async function* readImportRows(ctx: Context, importId: string): AsyncGenerator<ReportRow> {
  for await (const line of readLines(ctx, { importId, part: 'rows', start: 0 })) yield JSON.parse(line) as ReportRow;
}

/** The numbers of a report, and the name of the file it is of. Errors: `not_found`. */
export async function getImportNumbers(ctx: Context, importId: string) {
  const { report, fileName } = await getImport(ctx, { importId });
  if (report === null) throw new Problem('not_found', { detail: 'This import has no report yet: check it first.' });
  return { report, fileName };
}
