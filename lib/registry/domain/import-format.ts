import { z } from 'zod';

/** What files of units come as. */
export const importFormatSchema = z.enum(['csv', 'xlsx', 'xls', 'geojson', 'gpkg']);
export type ImportFormat = z.infer<typeof importFormatSchema>;

/** First bytes that {@link detectFormat} needs. */
export const headBytes = 4096;

const signatures: readonly (readonly [ImportFormat, Buffer])[] = [
  ['gpkg', Buffer.from('SQLite format 3\0', 'latin1')],
  ['xlsx', Buffer.from([0x50, 0x4b, 0x03, 0x04])],
  ['xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
];

/** What a file is by its first bytes, whatever its name says; null: nothing that holds units. */
export function detectFormat(head: Buffer): ImportFormat | null {
  const signed = signatures.find(([, signature]) => head.subarray(0, signature.length).equals(signature));
  if (signed) return signed[0];
  const isUtf16 = head.length >= 2 && (head.readUInt16BE(0) === 0xfffe || head.readUInt16BE(0) === 0xfeff);
  if (isUtf16) return 'csv';
  if (head.includes(0)) return null;
  return /^(\u00ef\u00bb\u00bf)?[\s\u001e]*\{/.test(head.toString('latin1')) ? 'geojson' : 'csv';
}

/** Lists have columns that a mapping tells the meaning of; a GeoPackage says it itself. */
export function isList(format: ImportFormat): boolean {
  return format !== 'gpkg';
}
