/** What a value on the tape is. */
export const jsonKinds = { object: 1, array: 2, string: 3, number: 4, true: 5, false: 6, null: 7 } as const;

/** Deepest nesting that is read: far above any real point, far below what would exhaust a stack. */
export const maxJsonDepth = 200;

/** Why a text is not one JSON value (RFC 8259), and where. */
export interface ScanFailure {
  readonly kind: 'malformed' | 'unfinished' | 'too_deep';
  /** Offset in the bytes. */
  readonly at: number;
}

const nodeWidth = 4;
const quote = 0x22;
const backslash = 0x5c;

/**
 * Reads one JSON value after the other out of UTF-8 bytes, strictly, without making objects or numbers: every value
 * becomes a node (kind, flag, start, end, next) on a tape that is used again for the next value. So each value keeps
 * its own text, whatever digits it has, and reading costs little more than looking at each byte once.
 *
 * Nodes are numbered in the order of the text: an object's first key is the node after it, its value the one after
 * that, and `next(value)` is the next key.
 */
export class JsonTape {
  bytes: Buffer = Buffer.alloc(0);
  /** Why the last {@link scan} gave -1. */
  failure: ScanFailure = { kind: 'malformed', at: 0 };
  /** The last value has `\u0000` or a surrogate escape in it. */
  hasDoubtfulEscape = false;
  private nodes = new Int32Array(1024 * nodeWidth);
  private count = 0;

  /** Reads the value that starts at `at`; node 0 is the value. Gives the offset behind it, or -1 (see `failure`). */
  scan(at: number): number {
    this.count = 0;
    this.hasDoubtfulEscape = false;
    return this.scanValue(at, 0);
  }

  kind(node: number): number {
    return (this.nodes[node * nodeWidth] as number) & 0xff;
  }

  /** String: it has escapes. Number: its text is already the canonical one. */
  isFlagged(node: number): boolean {
    return (this.nodes[node * nodeWidth] as number) >= 0x100;
  }

  start(node: number): number {
    return this.nodes[node * nodeWidth + 1] as number;
  }

  end(node: number): number {
    return this.nodes[node * nodeWidth + 2] as number;
  }

  /** The node behind this one and all that is in it. */
  next(node: number): number {
    return this.nodes[node * nodeWidth + 3] as number;
  }

  /** The value's own text. */
  text(node: number): string {
    return textOf(this.bytes, this.start(node), this.end(node));
  }

  /** What a string value says, or null when the value is not a string. */
  stringValue(node: number): string | null {
    if (this.kind(node) !== jsonKinds.string) return null;
    if (this.isFlagged(node)) return JSON.parse(this.text(node)) as string;
    return textOf(this.bytes, this.start(node) + 1, this.end(node) - 1);
  }

  /** A number value, or NaN when the value is not a number. */
  numberValue(node: number): number {
    return this.kind(node) === jsonKinds.number ? Number(this.text(node)) : Number.NaN;
  }

  private scanValue(at: number, depth: number): number {
    const first = this.bytes[at];
    if (first === quote) return this.scanString(at);
    if (first === 0x7b) return this.scanContainer(at, depth, jsonKinds.object);
    if (first === 0x5b) return this.scanContainer(at, depth, jsonKinds.array);
    if (first === 0x2d || (first !== undefined && first >= 0x30 && first <= 0x39)) return this.scanNumber(at);
    if (first === 0x74) return this.scanWord(at, 'true', jsonKinds.true);
    if (first === 0x66) return this.scanWord(at, 'false', jsonKinds.false);
    if (first === 0x6e) return this.scanWord(at, 'null', jsonKinds.null);
    return this.fail(at);
  }

  private scanContainer(at: number, depth: number, kind: number): number {
    if (depth >= maxJsonDepth) {
      this.failure = { kind: 'too_deep', at };
      return -1;
    }
    const isObject = kind === jsonKinds.object;
    const close = isObject ? 0x7d : 0x5d;
    const node = this.open(kind);
    let position = this.skipSpace(at + 1);
    if (this.bytes[position] === close) return this.close(node, at, position + 1);
    for (;;) {
      if (isObject) {
        if (this.bytes[position] !== quote) return this.fail(position);
        position = this.scanString(position);
        if (position < 0) return -1;
        position = this.skipSpace(position);
        if (this.bytes[position] !== 0x3a) return this.fail(position);
        position = this.skipSpace(position + 1);
      }
      position = this.scanValue(position, depth + 1);
      if (position < 0) return -1;
      position = this.skipSpace(position);
      const separator = this.bytes[position];
      if (separator === close) return this.close(node, at, position + 1);
      if (separator !== 0x2c) return this.fail(position);
      position = this.skipSpace(position + 1);
    }
  }

  private scanString(at: number): number {
    const bytes = this.bytes;
    const length = bytes.length;
    let hasEscape = false;
    let position = at + 1;
    while (position < length) {
      const byte = bytes[position] as number;
      if (byte === quote) {
        this.push(hasEscape ? jsonKinds.string | 0x100 : jsonKinds.string, at, position + 1);
        return position + 1;
      }
      if (byte === backslash) {
        hasEscape = true;
        const width = this.escapeWidth(position);
        if (width < 0) return -1;
        position += width;
      } else if (byte < 0x20) return this.fail(position);
      else position += 1;
    }
    return this.fail(length);
  }

  private escapeWidth(at: number): number {
    const letter = this.bytes[at + 1];
    if (letter === 0x75) return this.unicodeEscapeWidth(at);
    // " \ / b f n r t
    const isKnown =
      letter === quote ||
      letter === backslash ||
      letter === 0x2f ||
      letter === 0x62 ||
      letter === 0x66 ||
      letter === 0x6e ||
      letter === 0x72 ||
      letter === 0x74;
    return isKnown ? 2 : this.fail(letter === undefined ? this.bytes.length : at + 1);
  }

  private unicodeEscapeWidth(at: number): number {
    for (let offset = 2; offset < 6; offset += 1) {
      const digit = this.bytes[at + offset];
      if (digit === undefined || !isHexDigit(digit)) return this.fail(at + offset);
    }
    const high = textOf(this.bytes, at + 2, at + 4).toLowerCase();
    if (high === '00' ? textOf(this.bytes, at + 4, at + 6) === '00' : high >= 'd8' && high <= 'df') {
      this.hasDoubtfulEscape = true;
    }
    return 6;
  }

  private scanNumber(at: number): number {
    const bytes = this.bytes;
    let position = bytes[at] === 0x2d ? at + 1 : at;
    const firstDigit = position;
    position = this.skipDigits(position);
    if (position === firstDigit) return this.fail(position);
    if (bytes[firstDigit] === 0x30 && position > firstDigit + 1) return this.fail(firstDigit + 1);
    let isCanonical = !(bytes[firstDigit] === 0x30 && firstDigit > at);
    if (bytes[position] === 0x2e) {
      const fraction = position + 1;
      position = this.skipDigits(fraction);
      if (position === fraction) return this.fail(position);
      isCanonical = bytes[position - 1] !== 0x30;
    }
    const byte = bytes[position];
    if (byte === 0x65 || byte === 0x45) {
      isCanonical = false;
      const sign = bytes[position + 1];
      const exponent = sign === 0x2b || sign === 0x2d ? position + 2 : position + 1;
      position = this.skipDigits(exponent);
      if (position === exponent) return this.fail(position);
    }
    if (position - at > maxPlainNumberLength) isCanonical = false;
    this.push(isCanonical ? jsonKinds.number | 0x100 : jsonKinds.number, at, position);
    return position;
  }

  private skipDigits(at: number): number {
    const bytes = this.bytes;
    let position = at;
    for (;;) {
      const byte = bytes[position];
      if (byte === undefined || byte < 0x30 || byte > 0x39) return position;
      position += 1;
    }
  }

  private scanWord(at: number, word: string, kind: number): number {
    for (let offset = 1; offset < word.length; offset += 1) {
      if (this.bytes[at + offset] !== word.charCodeAt(offset)) return this.fail(at + offset);
    }
    this.push(kind, at, at + word.length);
    return at + word.length;
  }

  private skipSpace(at: number): number {
    return skipSpace(this.bytes, at);
  }

  private open(kindAndFlag: number): number {
    const node = this.count;
    this.count += 1;
    if (this.count * nodeWidth >= this.nodes.length) this.grow();
    this.nodes[node * nodeWidth] = kindAndFlag;
    return node;
  }

  private close(node: number, start: number, end: number): number {
    const at = node * nodeWidth;
    this.nodes[at + 1] = start;
    this.nodes[at + 2] = end;
    this.nodes[at + 3] = this.count;
    return end;
  }

  private push(kindAndFlag: number, start: number, end: number): void {
    this.close(this.open(kindAndFlag), start, end);
  }

  private grow(): void {
    const larger = new Int32Array(this.nodes.length * 2);
    larger.set(this.nodes);
    this.nodes = larger;
  }

  private fail(at: number): -1 {
    this.failure = { kind: at >= this.bytes.length ? 'unfinished' : 'malformed', at };
    return -1;
  }
}

/** Longest number whose canonical form is written without an exponent, in characters. */
export const maxPlainNumberLength = 32;

/** The first offset at or behind `at` that is not JSON white space. */
export function skipSpace(bytes: Buffer, at: number): number {
  let position = at;
  for (;;) {
    const byte = bytes[position];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return position;
    position += 1;
  }
}

/** The text of a byte range of UTF-8. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, end);
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
