import {
  openGeoPackage,
  type GeoPackage,
  type GeoPackageFeature,
  type GeoPackageTable,
} from '#lib/formats/geopackage/open-geopackage.ts';
import { onlyPoint, wkbKind } from '#lib/formats/wkb/read-wkb.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { importLimits } from '../domain/import-limits.ts';
import { reportRow, type ReportRow } from '../domain/import-report.ts';
import type { ImportedShape } from '../domain/imported-unit.ts';
import { LayerReader, parseLayerName, readGroups, requiredColumns, type UnitFeature } from '../domain/read-layers.ts';
import type { ReadList } from '../domain/read-list.ts';

/**
 * Units in the layers of a GeoPackage, top levels first (spec iaso-georegistry 4.2). Errors: `file_unreadable`,
 * `file_over_limits`.
 */
export function readGeoPackageFile(path: string): ReadList {
  const file = openGeoPackage(path);
  try {
    return readTables(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new Problem('file_unreadable', {
      detail: `The GeoPackage is damaged: ${error.message}. Was the upload or the copy cut off?`,
      cause: error,
    });
  } finally {
    file.close();
  }
}

function readTables(file: GeoPackage): ReadList {
  const rows: ReportRow[] = [];
  const reader = new LayerReader();
  const layers = file.tables.flatMap((table) => {
    const named = parseLayerName(table.name);
    if (!named && table.isLayer) rows.push(reportRow({ line: 1, column: table.name }, 'layer_ignored'));
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
  let shapeBytes = 0;
  for (const { number, values, geometry, flaw } of file.features(table)) {
    shapeBytes += geometry?.wkb?.length ?? 0;
    if (number > importLimits.rows || shapeBytes > importLimits.shapeBytes) throw tooMuch(table, number);
    const column = `${table.name}: ${table.geometryColumn ?? ''}`;
    const read = flaw === null ? readShape(file, geometry) : { code: 'shape_unusable' as const, detail: flaw };
    const isRefused = read !== null && 'code' in read;
    if (isRefused) rows.push(reportRow({ line: number, column }, read.code, read.detail));
    const shape = read === null || isRefused ? null : { ...read, column };
    yield { number, values: new Map([...values].map(([name, value]) => [name, textOf(value)])), shape, isRefused };
  }
}

interface ReadFlaw {
  readonly code: 'reference_system_unknown' | 'shape_unusable';
  readonly detail: string;
}

/** A geometry as units take it; why it cannot be; or null for an empty one. */
function readShape(
  file: GeoPackage,
  geometry: GeoPackageFeature['geometry'],
): Pick<ImportedShape, 'wkb' | 'epsg'> | ReadFlaw | null {
  if (!geometry?.wkb) return null;
  const epsg = file.epsgOf(geometry.srsId);
  if (epsg === null) return { code: 'reference_system_unknown', detail: String(geometry.srsId) };
  const wkb = usableShape(geometry.wkb);
  return typeof wkb === 'string' ? { code: 'shape_unusable', detail: wkb } : { wkb, epsg };
}

/** A point or polygon, or what the geometry is instead. */
function usableShape(wkb: Buffer): Buffer | string {
  const kind = wkbKind(wkb);
  if (kind === 'MultiPoint') return onlyPoint(wkb) ?? 'MultiPoint';
  return kind === 'Point' || kind === 'Polygon' || kind === 'MultiPolygon' ? wkb : kind;
}

function textOf(value: string | number | bigint | Uint8Array | null): string {
  return value === null || value instanceof Uint8Array ? '' : String(value);
}

function tooMuch({ name }: GeoPackageTable, number: number): Problem {
  return new Problem('file_over_limits', {
    detail: `The layer "${name}" holds more than can be read at once: feature ${String(number)} is beyond it. Split the file.`,
  });
}

/** SQLite finds pages that are broken or missing only when it comes to them. */
function isDamage(error: unknown): error is Error {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_SQLITE_ERROR';
}
