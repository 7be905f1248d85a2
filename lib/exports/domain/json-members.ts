const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const space = 0x20;

/**
 * Finds some members of JSON objects and says where their values stand, so that a cell can be copied digit by digit:
 * `JSON.parse` would round numbers and cost more. The text must be valid JSON, which the database's json type sees to.
 * A name that comes twice counts by its last value, as in `JSON.parse`.
 */
export class JsonMembers {
  readonly #names: readonly Buffer[];
  /** What the offsets point into. */
  bytes: Buffer = Buffer.alloc(0);
  /** Offsets of the value of each name, in the order of the names; start -1: absent. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  #hasEscape = false;

  constructor(names: readonly string[]) {
    this.#names = names.map((name) => Buffer.from(name));
    this.starts = new Int32Array(names.length);
    this.ends = new Int32Array(names.length);
  }

  locate(bytes: Buffer, start: number): void {
    this.bytes = bytes;
    this.starts.fill(-1);
    let at = skipSpace(bytes, start);
    if (bytes[at] !== openBrace) return;
    at = skipSpace(bytes, at + 1);
    while (bytes[at] === quote) {
      const keyStart = at + 1;
      const keyEnd = this.#stringEnd(bytes, keyStart);
      const name = this.#nameIndex(bytes, keyStart, keyEnd);
      // Behind the closing quote: the colon.
      const valueStart = skipSpace(bytes, skipSpace(bytes, keyEnd + 1) + 1);
      const valueEnd = this.#valueEnd(bytes, valueStart);
      if (name !== -1) {
        this.starts[name] = valueStart;
        this.ends[name] = valueEnd;
      }
      at = skipSpace(bytes, valueEnd);
      if (bytes[at] !== comma) return;
      at = skipSpace(bytes, at + 1);
    }
  }

  #nameIndex(bytes: Buffer, start: number, end: number): number {
    if (this.#hasEscape) {
      const name = Buffer.from(JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string);
      return this.#names.findIndex((wanted) => wanted.equals(name));
    }
    const length = end - start;
    for (let index = 0; index < this.#names.length; index += 1) {
      const wanted = this.#names[index] as Buffer;
      if (wanted.length !== length) continue;
      let same = 0;
      while (same < length && wanted[same] === bytes[start + same]) same += 1;
      if (same === length) return index;
    }
    return -1;
  }

  /** Offset of the quote that ends the string whose first character is at `start`. */
  #stringEnd(bytes: Buffer, start: number): number {
    this.#hasEscape = false;
    let at = start;
    for (; at < bytes.length; at += 1) {
      const code = bytes[at];
      if (code === quote) return at;
      if (code === backslash) {
        this.#hasEscape = true;
        at += 1;
      }
    }
    return at;
  }

  #valueEnd(bytes: Buffer, start: number): number {
    const first = bytes[start];
    if (first === quote) return this.#stringEnd(bytes, start + 1) + 1;
    if (first === openBrace || first === openBracket) return this.#nestedEnd(bytes, start);
    let at = start;
    while (at < bytes.length) {
      const code = bytes[at] as number;
      if (code === comma || code === closeBrace || code <= space) break;
      at += 1;
    }
    return at;
  }

  #nestedEnd(bytes: Buffer, start: number): number {
    let depth = 0;
    for (let at = start; at < bytes.length; at += 1) {
      const code = bytes[at];
      if (code === quote) at = this.#stringEnd(bytes, at + 1);
      else if (code === openBrace || code === openBracket) depth += 1;
      else if (code === closeBrace || code === closeBracket) {
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    return bytes.length;
  }
}

function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && (bytes[at] as number) <= space) at += 1;
  return at;
}
