import { Readable } from 'node:stream';
import { csvRecord } from '#lib/formats/csv/write-csv.ts';
import type { Context } from '#lib/platform/context.ts';
import type { ImportReport, ReportRow } from '../domain/import-report.ts';
import type { ImportResult } from './import-org-units.ts';

/** The two files of a report, one JSON object a line: what is to be said of rows, and what happens to units. */
export type ReportPart = 'rows' | 'units';

export function reportPartKey(reportKey: string, part: ReportPart): string {
  return `${reportKey}/${part}`;
}

/** Stores the files of a report. */
export async function storeReport(
  { blobs }: Pick<Context, 'blobs'>,
  reportKey: string,
  { report, units }: Pick<ImportResult, 'report' | 'units'>,
): Promise<void> {
  await blobs.put(reportPartKey(reportKey, 'rows'), Readable.from(linesOf(report.rows), { objectMode: false }));
  await blobs.put(reportPartKey(reportKey, 'units'), Readable.from(linesOf(units), { objectMode: false }));
}

/** Removes the files of a report; null: there is none. */
export async function removeReport({ blobs }: Pick<Context, 'blobs'>, reportKey: string | null): Promise<void> {
  if (reportKey === null) return;
  for (const part of ['rows', 'units'] as const) await blobs.remove(reportPartKey(reportKey, part));
}

/** Lines in one chunk: a write a line would cost more than the line. */
const linesPerChunk = 1000;

function* linesOf(items: readonly object[]): Generator<Buffer> {
  for (let from = 0; from < items.length; from += linesPerChunk) {
    const part = items.slice(from, from + linesPerChunk);
    yield Buffer.from(part.map((item) => `${lineOf(item)}\n`).join(''));
  }
}

/** Readers of lines take U+2028 and U+2029 for ends of lines, too. */
function lineOf(item: object): string {
  return JSON.stringify(item)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}

const csvHeader = ['line', 'column', 'code', 'message'] as const;

/** Rows of a report as CSV, with the byte order mark by which spreadsheets know UTF-8. */
export async function* reportAsCsv(rows: AsyncIterable<ReportRow> | Iterable<ReportRow>): AsyncGenerator<string> {
  yield `\ufeff${csvRecord(csvHeader)}`;
  for await (const { line, column, code, message } of rows) yield csvRecord([line, column, code, message]);
}

/** A report as JSON, in the shape it has everywhere. */
export async function* reportAsJson(
  { created, updated, unchanged, refused, leaves }: Omit<ImportReport, 'rows'>,
  rows: AsyncIterable<ReportRow>,
): AsyncGenerator<string> {
  const numbers = JSON.stringify({ created, updated, unchanged, refused, leaves });
  yield `${numbers.slice(0, -1)},"rows":[`;
  let separator = '\n';
  for await (const row of rows) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}
