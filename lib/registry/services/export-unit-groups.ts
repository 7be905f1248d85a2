import { Readable } from 'node:stream';
import { csvRecord, type CellValue } from '#lib/formats/csv/write-csv.ts';
import { guardFormula } from '#lib/formats/spreadsheet/guard-formula.ts';
import { streamXlsx } from '#lib/formats/xlsx/write-xlsx.ts';
import type { Context } from '#lib/platform/context.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import { selectGroupPage, type GroupPageQuery } from '../data/unit-groups.sql.ts';
import type { ExportUnitGroupsInput } from '../domain/unit-group.ts';
import { resolveVersion } from './resolve-version.ts';

/** Columns of the list (spec iaso-georegistry 4.6). */
const columns = ['ID', 'Source ref', 'Name', 'Data source', 'Version'] as const;

/** Groups read at a time. */
const groupsPerPage = 1000;

/** Tells spreadsheets that a file is UTF-8. */
const byteOrderMark = '\uFEFF';

/** A list of groups as a file. */
export interface GroupsFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Readable;
}

/**
 * The groups of a version as a list in CSV or XLSX. No cell of it runs as a formula.
 * Errors: `permission_missing`, `not_found` (the version).
 */
export async function exportUnitGroups(ctx: Context, input: ExportUnitGroupsInput): Promise<GroupsFile> {
  const { format, text, version, pyramid } = input;
  const { id: versionId, trees, number } = await resolveVersion(ctx, { version, pyramid });
  const rows = groupRows(registryScope(ctx), { versionId, trees, text, set: undefined });
  const name = `groups-${String(number)}.${format}`;
  if (format === 'csv') {
    return { name, contentType: 'text/csv; charset=utf-8', content: Readable.from(csvOf(rows)) };
  }
  const content = streamXlsx({ modifiedAt: ctx.now() }, async (workbook) => {
    await workbook.addSheet('Groups', columns);
    for await (const row of rows) {
      await workbook.addRow(row.map((cell) => (typeof cell === 'string' ? guardFormula(cell) : cell)));
    }
  });
  return { name, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', content };
}

async function* csvOf(rows: AsyncIterable<readonly CellValue[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(byteOrderMark + csvRecord(columns));
  for await (const row of rows) yield Buffer.from(csvRecord(row));
}

async function* groupRows(
  scope: RegistryScope,
  query: Omit<GroupPageQuery, 'after' | 'limit'>,
): AsyncGenerator<readonly CellValue[]> {
  for (let after: GroupPageQuery['after'] = null; ;) {
    const page = await selectGroupPage(scope, { ...query, after, limit: groupsPerPage });
    for (const { group } of page) {
      yield [group.legacyId, group.sourceRef, group.name, group.pyramidName, group.versionNumber];
    }
    const last = page.at(-1);
    if (!last || page.length < groupsPerPage) return;
    after = last.position;
  }
}
