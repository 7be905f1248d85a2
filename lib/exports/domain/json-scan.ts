/** Bytes that JSON is made of. */
export const jsonByte = {
  quote: 0x22,
  backslash: 0x5c,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  comma: 0x2c,
  space: 0x20,
} as const;

const { quote, backslash, openBrace, closeBrace, openBracket, closeBracket, comma, space } = jsonByte;

// The functions below step through text that is known to be valid JSON: the database's json type sees to it.

/** Offset of the first byte at or behind `start` that is no white space. */
export function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && (bytes[at] as number) <= space) at += 1;
  return at;
}

/** Offset of the quote that ends the string whose first character is at `start`. */
export function stringEnd(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

/** Offset behind the value that begins at `start`. */
export function valueEnd(bytes: Buffer, start: number): number {
  const first = bytes[start];
  if (first === quote) return stringEnd(bytes, start + 1) + 1;
  if (first === openBrace || first === openBracket) return nestedEnd(bytes, start);
  let at = start;
  while (at < bytes.length) {
    const code = bytes[at] as number;
    if (code === comma || code === closeBrace || code === closeBracket || code <= space) break;
    at += 1;
  }
  return at;
}

/** True for an object or array without anything in it. */
export function isEmptyNested(bytes: Buffer, start: number): boolean {
  const next = bytes[skipSpace(bytes, start + 1)];
  return next === closeBrace || next === closeBracket;
}

function nestedEnd(bytes: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const code = bytes[at];
    if (code === quote) at = stringEnd(bytes, at + 1);
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return bytes.length;
}
