import { open, readFile } from 'node:fs/promises';
import { detectSeparator, parseCsv } from '#lib/formats/csv/parse-csv.ts';
import { openXlsx } from '#lib/formats/xlsx/open-xlsx.ts';
import { openGeoPackage, type GeoPackage, type GeoPackageTable } from '#lib/formats/geopackage/open-geopackage.ts';
import { wkbKind } from '#lib/formats/wkb/read-wkb.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { missingColumns, type ImportMapping } from '../domain/import-mapping.ts';
import { reportRow, type ReportRow } from '../domain/import-report.ts';
import type { ImportedShape } from '../domain/imported-unit.ts';
import { readList, type ReadList } from '../domain/read-list.ts';
import type { TableRow } from '../domain/table-reader.ts';
import { LayerReader, parseLayerName, readGroups, requiredColumns, type UnitFeature } from '../domain/read-layers.ts';

type ImportFormat = 'csv' | 'xlsx' | 'gpkg';

/**
 * Reads a file of units, whatever it is by its first bytes: a list in CSV or XLSX, or a GeoPackage. Errors:
 * `file_unreadable` (damaged, empty, of another kind), `file_over_limits`, `input_invalid` (a list without mapping).
 */
export async function readImportFile(path: string, mapping: ImportMapping | null): Promise<ReadList> {
  const format = await detectFormat(path);
  if (format === 'gpkg') return readGeoPackageFile(path);
  if (!mapping) {
    throw new Problem('input_invalid', { fields: { map: 'A list needs a mapping that tells which column is what.' } });
  }
  const table = format === 'xlsx' ? await readXlsxTable(path) : readCsvTable(await readFile(path));
  const missing = missingColumns(mapping, table.headers);
  if (missing.length > 0) {
    const { line } = table;
    return { units: [], groups: [], rows: missing.map((column) => reportRow({ line, column }, 'column_missing')) };
  }
  return readList(table.headers, table.rows, mapping);
}

async function detectFormat(path: string): Promise<ImportFormat> {
  const file = await open(path).catch((error: unknown) => {
    throw new Problem('file_unreadable', { detail: `${path} cannot be opened.`, cause: error });
  });
  try {
    const head = Buffer.alloc(16);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    if (bytesRead === 0) throw new Problem('file_unreadable', { detail: 'The file is empty.' });
    if (head.toString('latin1') === 'SQLite format 3\0') return 'gpkg';
    return head.readUInt32BE(0) === 0x504b0304 ? 'xlsx' : 'csv';
  } finally {
    await file.close();
  }
}

interface Table {
  /** Line of the header. */
  readonly line: number;
  readonly headers: readonly string[];
  readonly rows: Iterable<TableRow>;
}

/** A list in CSV: UTF-8, or Windows-1252 where it is not valid UTF-8. */
function readCsvTable(bytes: Buffer): Table {
  const text = decodeText(bytes);
  const records = parseCsv(text, detectSeparator(text));
  const first = records.next();
  const headers = first.done ? [] : first.value.fields.map((header) => header.trim());
  return { line: 1, headers, rows: tableRows(records) };
}

function* tableRows(records: ReturnType<typeof parseCsv>): Generator<TableRow> {
  let line = 1;
  for (const { fields } of records) yield { line: (line += 1), cells: fields };
}

/** The first sheet of a workbook that a person sees. */
async function readXlsxTable(path: string): Promise<Table> {
  const workbook = await openXlsx(path);
  try {
    const sheet = workbook.sheets.find(({ isHidden }) => !isHidden);
    const rows: TableRow[] = [];
    for await (const { number, cells } of sheet?.rows() ?? []) {
      rows.push({ line: number, cells: Array.from(cells, (cell) => cell?.text ?? '') });
    }
    const [header, ...rest] = rows;
    return { line: header?.line ?? 1, headers: header?.cells.map((cell) => cell.trim()) ?? [], rows: rest };
  } finally {
    workbook.close();
  }
}

function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Units in the layers of a GeoPackage, top levels first (spec iaso-georegistry 4.2). */
function readGeoPackageFile(path: string): ReadList {
  const file = openGeoPackage(path);
  try {
    return readTables(file);
  } finally {
    file.close();
  }
}

function readTables(file: GeoPackage): ReadList {
  const rows: ReportRow[] = [];
  const reader = new LayerReader();
  const layers = file.tables.flatMap((table) => {
    const named = parseLayerName(table.name);
    return named ? [{ ...table, ...named }] : [];
  });
  if (layers.length === 0) {
    throw new Problem('file_unreadable', {
      detail:
        'The GeoPackage has no layer of units; such a layer is named "level-2-District", with the depth and the type.',
    });
  }
  for (const layer of layers.sort((a, b) => (a.depth ?? Infinity) - (b.depth ?? Infinity))) {
    const missing = requiredColumns.filter((column) => !layer.columns.includes(column));
    for (const column of missing)
      rows.push(reportRow({ line: 1, column: `${layer.name}: ${column}` }, 'column_missing'));
    if (missing.length === 0) reader.readLayer(layer, features(file, layer, rows));
  }
  const groupsTable = file.tables.find(({ name }) => name === 'groups');
  const groups = groupsTable ? readGroups(features(file, groupsTable, rows)) : { groups: [], rows: [] };
  const list = reader.finish(groups.groups);
  return { ...list, rows: [...rows, ...groups.rows, ...list.rows] };
}

function* features(file: GeoPackage, table: GeoPackageTable, rows: ReportRow[]): Generator<UnitFeature> {
  for (const { number, values, geometry } of file.features(table)) {
    const column = `${table.name}: ${table.geometryColumn ?? ''}`;
    let shape: ImportedShape | null = null;
    if (geometry?.wkb) {
      const epsg = file.epsgOf(geometry.srsId);
      if (epsg === null)
        rows.push(reportRow({ line: number, column }, 'reference_system_unknown', String(geometry.srsId)));
      else if (wkbKind(geometry.wkb) === 'other') rows.push(reportRow({ line: number, column }, 'shape_unusable'));
      else shape = { wkb: geometry.wkb, epsg, column };
    }
    yield { number, values: new Map([...values].map(([name, value]) => [name, textOf(value)])), shape };
  }
}

function textOf(value: string | number | bigint | Uint8Array | null): string {
  return value === null || value instanceof Uint8Array ? '' : String(value);
}
