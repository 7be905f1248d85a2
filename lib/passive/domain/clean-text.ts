import { isUtf8 } from 'node:buffer';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * JSON text as UTF-8: UTF-16 is told by its byte order mark or by the NUL beside its first character (RFC 4627, section 3).
 * What is not valid becomes U+FFFD, a byte order mark goes. Valid bytes are given back as they are.
 */
export function toUtf8(bytes: Buffer): Buffer {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return Buffer.from(new TextDecoder(utf16).decode(bytes));
  const valid = isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8'));
  return valid.subarray(0, 3).equals(byteOrderMark) ? valid.subarray(3) : valid;
}

/** Which UTF-16 the bytes are in; null: none. */
function utf16Of([first, second, third, fourth]: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0 && isBracket(second) && third === 0) return 'utf-16be';
  return isBracket(first) && second === 0 && third !== 0 && fourth === 0 ? 'utf-16le' : null;
}

function isBracket(byte: number | undefined): boolean {
  return byte === 0x5b || byte === 0x7b;
}

const surrogatePair = String.raw`u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}`;
const loneSurrogate = String.raw`u[dD][89a-fA-F][\da-fA-F]{2}`;
/** One escape of a JSON string: reading whole escapes keeps count of the backslashes. */
const escapes = new RegExp(String.raw`\\(?:(${surrogatePair})|(${loneSurrogate})|(u0000)|[^])`, 'g');

/**
 * JSON text without NUL escapes, and with lone surrogate escapes as U+FFFD: neither can be stored as text by
 * PostgreSQL (passive-data-kit.md, 1.2 and 1.6). `\\u0000` (an escaped backslash and five characters) stays.
 */
export function cleanEscapes(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const cleaned = text.replace(escapes, (escape, ...groups: (string | undefined)[]) => {
    const [, lone, nul] = groups;
    if (nul !== undefined) return '';
    return lone === undefined ? escape : String.raw`\ufffd`;
  });
  return Buffer.from(cleaned, 'latin1');
}

/** Text that PostgreSQL stores: without NUL characters. */
export function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
