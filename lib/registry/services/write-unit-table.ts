import { Readable } from 'node:stream';
import { csvRecord, type CellValue } from '#lib/formats/csv/write-csv.ts';
import { streamXlsx } from '#lib/formats/xlsx/write-xlsx.ts';
import { selectPresentGroups, selectTableUnits, type TableUnit, type UnitsToRead } from '../data/export-table.sql.ts';
import type { RegistryScope } from '../data/scope.ts';
import { tableHeader, tableParents, type HeaderLocale } from '../domain/table-headers.ts';

/** How a table is written and watched. */
export interface TableOptions {
  readonly locale: HeaderLocale;
  /** Name of the pyramid, for the column "Source". */
  readonly source: string;
  readonly signal?: AbortSignal | undefined;
  readonly counted?: (units: number) => void;
}

/** Byte order mark: without it Excel takes UTF-8 for something else. */
const byteOrderMark = '\ufeff';

/** Units as CSV with the columns of spec 4.4, made while it is read. */
export function streamUnitsCsv(scope: RegistryScope, units: UnitsToRead, options: TableOptions): Readable {
  return Readable.from(csvTexts(scope, units, options), { objectMode: false });
}

async function* csvTexts(scope: RegistryScope, units: UnitsToRead, options: TableOptions): AsyncGenerator<string> {
  yield byteOrderMark;
  for await (const row of tableRows(scope, units, options)) yield csvRecord(row);
}

/** Units as a workbook with the columns of spec 4.4, made while it is read. */
export function streamUnitsXlsx(scope: RegistryScope, units: UnitsToRead, options: TableOptions): Readable {
  return streamXlsx({ modifiedAt: scope.now }, async (workbook) => {
    let isStarted = false;
    for await (const row of tableRows(scope, units, options)) {
      if (isStarted) await workbook.addRow(row);
      else await workbook.addSheet(options.source, row.map(String));
      isStarted = true;
    }
  });
}

/** The header, and a row for each unit. */
async function* tableRows(
  scope: RegistryScope,
  units: UnitsToRead,
  { locale, source, signal, counted }: TableOptions,
): AsyncGenerator<CellValue[]> {
  const groups = await selectPresentGroups(scope, units);
  yield tableHeader(
    locale,
    groups.map(({ name }) => name),
  );
  let count = 0;
  for await (const unit of selectTableUnits(scope, units)) {
    signal?.throwIfAborted();
    const memberships = new Set(unit.groupIds);
    yield [...fixedCells(unit, source), ...parentCells(unit), ...groups.map(({ id }) => (memberships.has(id) ? 1 : 0))];
    counted?.((count += 1));
  }
}

function fixedCells(unit: TableUnit, source: string): CellValue[] {
  const { legacyId, name, typeName, lat, lon, code, openingDate, closedDate, createdAt, updatedAt, createdBy } = unit;
  return [
    legacyId,
    name,
    typeName,
    lat,
    lon,
    code,
    openingDate,
    closedDate,
    createdAt.toISOString(),
    updatedAt.toISOString(),
    createdBy,
    source,
    unit.status,
    unit.sourceRef ?? `iaso:${String(legacyId)}`,
  ];
}

/** Names of the nearest ancestors, then their references. */
function parentCells({ line }: TableUnit): CellValue[] {
  const parents = [...line.slice(0, -1)].reverse().slice(0, tableParents);
  const missing = Array.from({ length: tableParents - parents.length }, () => null);
  return [...parents.map(({ name }) => name), ...missing, ...parents.map(({ ref }) => ref), ...missing];
}
