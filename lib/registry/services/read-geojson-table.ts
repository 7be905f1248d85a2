import { readFeature, type FeatureShape } from '#lib/formats/geojson/read-feature.ts';
import { splitGeoJson } from '#lib/formats/geojson/split-geojson.ts';
import { writePoint } from '#lib/formats/wkb/write-wkb.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { importLimits } from '../domain/import-limits.ts';
import { reportRow } from '../domain/import-report.ts';
import type { ImportTable } from '../domain/import-table.ts';
import { placeColumn, type RowPlace, type TableRow } from '../domain/table-reader.ts';

const wgs84 = 4326;

interface TextOptions {
  /** The text is the beginning of a file. */
  readonly isPartial?: boolean;
}

/**
 * GeoJSON as a list: its properties are the columns, its features the rows, counted from 1. A reference system of EPSG's
 * (the old `crs` member) is taken and transformed later; another one is refused. Errors: `file_unreadable`, `file_over_limits`.
 */
export function readGeoJsonTable(text: string, options: TextOptions = {}): ImportTable {
  const headers = new Map<string, number>();
  let crs = 'null';
  let type = '';
  let features = 0;
  for (const piece of splitGeoJson(text, options)) {
    if (piece.kind === 'feature') {
      features += 1;
      const read = readFeature(piece.text);
      if (!('flaw' in read))
        for (const name of read.values.keys()) headers.set(name, headers.get(name) ?? headers.size);
    } else if (piece.name === 'crs') crs = piece.text;
    else if (piece.name === 'type') type = piece.text;
  }
  if (features === 0 && type !== '"FeatureCollection"') {
    throw new Problem('file_unreadable', { detail: 'The file is JSON, but holds no features of GeoJSON.' });
  }
  const epsg = readEpsg(crs);
  const table = { line: 1, headers: [...headers.keys()] };
  if (epsg === null) {
    const row = reportRow({ line: 1, column: 'crs' }, 'reference_system_unknown', crs.slice(0, 80));
    return { ...table, rows: [], notes: [row] };
  }
  return { ...table, rows: readRows(text, { headers, epsg, ...options }), notes: [] };
}

/** EPSG code of a `crs` member; null when it names none of EPSG's. Without one coordinates are WGS 84 (RFC 7946, section 4). */
function readEpsg(text: string): number | null {
  if (text === 'null') return wgs84;
  if (/\bCRS:?84\b/.test(text)) return wgs84;
  const code = /EPSG:(?:[\d.]*:)?(\d{1,6})"/.exec(text)?.[1];
  return code === undefined ? null : Number(code);
}

interface RowOptions extends TextOptions {
  readonly headers: ReadonlyMap<string, number>;
  readonly epsg: number;
}

function* readRows(text: string, { headers, epsg, ...options }: RowOptions): Generator<TableRow> {
  let shapeBytes = 0;
  for (const piece of splitGeoJson(text, options)) {
    if (piece.kind !== 'feature') continue;
    const line = piece.number;
    if (line > importLimits.rows) throw tooMuch(`more than ${importLimits.rows.toLocaleString('en')} features`);
    const read = readFeature(piece.text);
    if ('flaw' in read) {
      yield { line, cells: [], place: { notes: [{ code: 'feature_unreadable', detail: read.flaw }] } };
      continue;
    }
    const place = placeOf(read.shape, epsg);
    shapeBytes += place.shape?.wkb.length ?? 0;
    if (shapeBytes > importLimits.shapeBytes) throw tooMuch('larger shapes than can be held');
    yield { line, cells: [...headers.keys()].map((header) => read.values.get(header) ?? ''), place };
  }
}

function placeOf(shape: FeatureShape, epsg: number): RowPlace {
  switch (shape.kind) {
    case 'none':
      return {};
    case 'point':
      if (epsg === wgs84) return { position: shape.position };
      return { shape: { wkb: writePoint(shape.position), epsg, column: placeColumn } };
    case 'polygon':
      return {
        shape: { wkb: shape.wkb, epsg, column: placeColumn },
        ...(shape.isMended && { notes: [{ code: 'shape_mended' as const, detail: 'a ring was not closed' }] }),
      };
    case 'other':
      return { notes: [{ code: 'shape_unusable', detail: shape.type }] };
    case 'broken':
      return { notes: [{ code: 'shape_unusable', detail: shape.reason }] };
  }
}

function tooMuch(what: string): Problem {
  return new Problem('file_over_limits', { detail: `The file has ${what}. Split it.` });
}
