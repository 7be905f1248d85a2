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
  if (!detectUtf16(head) && isBinary(head)) return null;
  const text = beginningOf(head);
  if (markup.test(text)) return null;
  return text.startsWith('{') ? 'geojson' : 'csv';
}

/** A tag, a declaration or a comment of XML or HTML. */
const markup = /^<[?!a-z]/i;

/** True for XML and HTML, in which other software hands out maps, and tables under the name of a workbook. */
export function isMarkup(head: Buffer): boolean {
  return markup.test(beginningOf(head));
}

/** The first text of a file, letter by byte where it is not UTF-16, without what stands before its first sign. */
function beginningOf(head: Buffer): string {
  const wide = detectUtf16(head);
  const text = wide ? new TextDecoder(wide).decode(head, { stream: true }) : head.toString('latin1');
  return text.replace(/^(\u00ef\u00bb\u00bf|\ufeff)?[\s\u001e]*/, '');
}

/** Control characters that no text has, and the share of them that a text with a damaged cell may have all the same. */
const strangeInText = /[\u0000-\u0008\u000e-\u001a\u001c-\u001d\u001f]/g;
const mostStrangeShare = 0.05;

function isBinary(head: Buffer): boolean {
  const strange = head.toString('latin1').match(strangeInText)?.length ?? 0;
  return strange > head.length * mostStrangeShare;
}

/** Letters looked at, and the share of them whose other half is empty in UTF-16 of European languages. */
const lettersLookedAt = 200;
const emptyHalves = 0.6;

/** UTF-16 by its mark, or without one by the empty halves of its letters; null: the text is something else. */
export function detectUtf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return 'utf-16le';
  if (mark === 0xfeff) return 'utf-16be';
  const letters = Math.min(Math.floor(bytes.length / 2), lettersLookedAt);
  if (letters < 4) return null;
  let [high, low] = [0, 0];
  for (let at = 0; at < letters; at += 1) {
    high += bytes[at * 2] === 0 ? 1 : 0;
    low += bytes[at * 2 + 1] === 0 ? 1 : 0;
  }
  if (low >= letters * emptyHalves && high === 0) return 'utf-16le';
  return high >= letters * emptyHalves && low === 0 ? 'utf-16be' : null;
}

/** Lists have columns that a mapping tells the meaning of; a GeoPackage says it itself. */
export function isList(format: ImportFormat): boolean {
  return format !== 'gpkg';
}
