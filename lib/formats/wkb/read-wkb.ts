import { Problem } from '#lib/platform/problems/problem.ts';

/** Kinds of geometries by their number (OGC 06-103r4, 8.2.3). */
const kinds = {
  1: 'Point',
  2: 'LineString',
  3: 'Polygon',
  4: 'MultiPoint',
  5: 'MultiLineString',
  6: 'MultiPolygon',
  7: 'GeometryCollection',
  8: 'CircularString',
  9: 'CompoundCurve',
  10: 'CurvePolygon',
  11: 'MultiCurve',
  12: 'MultiSurface',
  15: 'PolyhedralSurface',
  16: 'TIN',
  17: 'Triangle',
} as const;
/** What a WKB geometry is; `other`: something that is not in the standard. */
type WkbKind = (typeof kinds)[keyof typeof kinds] | 'other';

/** What a geometry is; in ISO WKB (1001 for PointZ) or PostGIS's EWKB (flag bits). Throws `file_unreadable`. */
export function wkbKind(wkb: Buffer): WkbKind {
  if (wkb.length < 5) throw new Problem('file_unreadable', { detail: 'A geometry of the file is cut off.' });
  const code = (readUInt32(wkb, 1) & 0x0fffffff) % 1000;
  return code in kinds ? kinds[code as keyof typeof kinds] : 'other';
}

/** The only point of a MultiPoint, as tools for maps write points, in WKB; null: it has none, or several. */
export function onlyPoint(wkb: Buffer): Buffer | null {
  const countAt = 5 + ((readUInt32(wkb, 1) & 0x20000000) === 0 ? 0 : 4);
  if (wkb.length < countAt + 4 || readUInt32(wkb, countAt) !== 1) return null;
  return wkb.subarray(countAt + 4);
}

function readUInt32(wkb: Buffer, at: number): number {
  return wkb.readUInt8(0) === 1 ? wkb.readUInt32LE(at) : wkb.readUInt32BE(at);
}
