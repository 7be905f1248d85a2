import { Problem } from '#lib/platform/problems/problem.ts';

/** What a WKB geometry is; `other` is none of the shapes a place has. */
type WkbKind = 'point' | 'polygon' | 'other';

/** Types by their number (OGC 06-103r4, 8.2.3). */
const kinds: Readonly<Record<number, WkbKind>> = { 1: 'point', 3: 'polygon', 6: 'polygon' };

/**
 * Whether a geometry is a point, a polygon (or several), or something else; in ISO WKB (1001 for PointZ) or PostGIS's
 * EWKB (flag bits). Throws `file_unreadable`.
 */
export function wkbKind(wkb: Buffer): WkbKind {
  if (wkb.length < 5) throw new Problem('file_unreadable', { detail: 'A geometry of the file is cut off.' });
  const code = wkb.readUInt8(0) === 1 ? wkb.readUInt32LE(1) : wkb.readUInt32BE(1);
  return kinds[(code & 0x0fffffff) % 1000] ?? 'other';
}
