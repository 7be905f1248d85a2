import { isUtf8 } from 'node:buffer';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The bytes as UTF-8: what is not valid UTF-8 becomes U+FFFD, a byte order mark goes. Valid bytes are given back as they are. */
export function toUtf8(bytes: Buffer): Buffer {
  const valid = isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8'));
  return valid.subarray(0, 3).equals(byteOrderMark) ? valid.subarray(3) : valid;
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
