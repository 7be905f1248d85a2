/** Deepest nesting that is read, and most items of one document. */
const maxDepth = 16;
const maxItems = 1_000_000;

/** What is wrong with bytes that should be CBOR. */
export class CborError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CborError';
  }
}

/** A document as plain values; maps keep keys of any sort. Numbers beyond 2^53 are as near as a double comes. */
export type CborValue =
  null | undefined | boolean | number | string | Uint8Array | CborValue[] | Map<CborValue, CborValue>;

/**
 * Reads one CBOR document (RFC 8949), the whole of the bytes. Tags are looked through, but for decimal fractions (4), which
 * become numbers. Throws {@link CborError} for what is not well-formed, too deep or too long.
 */
export function readCbor(bytes: Uint8Array): CborValue {
  const reader = new CborReader(bytes);
  const value = reader.read(0);
  if (!reader.isAtEnd) throw new CborError('There is more after the document.');
  return value;
}

const breakSign = Symbol('break');
type Read = CborValue | typeof breakSign;

/** Additional information that says how long an argument is: 1, 2, 4 or 8 bytes follow (RFC 8949, 3). */
const lengthAhead = 24;
const indefinite = 31;

class CborReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #items = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  read(depth: number): CborValue {
    const value = this.#readOrBreak(depth);
    if (value === breakSign) throw new CborError('A break stands where a value should.');
    return value;
  }

  #readOrBreak(depth: number): Read {
    if (depth > maxDepth) throw new CborError(`It is nested deeper than ${String(maxDepth)}.`);
    this.#items += 1;
    if (this.#items > maxItems) throw new CborError(`It has more than ${String(maxItems)} items.`);
    const head = this.#take(1)[0] ?? 0;
    const [major, more] = [head >> 5, head & 31];
    if (major === 7) return this.#readSimple(more);
    if (more === indefinite) return this.#readIndefinite(major, depth);
    const argument = this.#argument(more);
    switch (major) {
      case 0:
        return argument;
      case 1:
        return -1 - argument;
      case 2:
        return this.#take(argument);
      case 3:
        return decodeText(this.#take(argument));
      case 4:
        return this.#list(argument, depth);
      case 5:
        return this.#map(argument, depth);
      default:
        return tagged(argument, this.read(depth + 1));
    }
  }

  #take(count: number): Uint8Array {
    if (count > this.#bytes.length - this.#at) throw new CborError('It ends in the middle of a value.');
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }

  #argument(more: number): number {
    if (more < lengthAhead) return more;
    const at = this.#at;
    switch (more) {
      case 24:
        return this.#take(1)[0] ?? 0;
      case 25:
        this.#take(2);
        return this.#view.getUint16(at);
      case 26:
        this.#take(4);
        return this.#view.getUint32(at);
      case 27:
        this.#take(8);
        return Number(this.#view.getBigUint64(at));
      default:
        throw new CborError('A length is written in a way that is reserved.');
    }
  }

  #readSimple(more: number): Read {
    const at = this.#at;
    switch (more) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
        return null;
      case 23:
        return undefined;
      case 25:
        return halfFloat(this.#argument(more));
      case 26:
        this.#take(4);
        return this.#view.getFloat32(at);
      case 27:
        this.#take(8);
        return this.#view.getFloat64(at);
      case 31:
        return breakSign;
      default:
        throw new CborError('A simple value is not known.');
    }
  }

  #list(length: number, depth: number): CborValue[] {
    const list: CborValue[] = [];
    for (let index = 0; index < length; index += 1) list.push(this.read(depth + 1));
    return list;
  }

  #map(length: number, depth: number): Map<CborValue, CborValue> {
    const map = new Map<CborValue, CborValue>();
    for (let index = 0; index < length; index += 1) this.#entry(map, this.read(depth + 1), depth);
    return map;
  }

  #entry(map: Map<CborValue, CborValue>, key: CborValue, depth: number): void {
    if (map.has(key)) throw new CborError('A map has the same key twice.');
    map.set(key, this.read(depth + 1));
  }

  /** Strings in pieces, lists and maps that end with a break (RFC 8949, 3.2). */
  #readIndefinite(major: number, depth: number): CborValue {
    const parts: CborValue[] = [];
    const map = new Map<CborValue, CborValue>();
    for (let next = this.#readOrBreak(depth + 1); next !== breakSign; next = this.#readOrBreak(depth + 1)) {
      if (major === 5) this.#entry(map, next, depth);
      else parts.push(next);
    }
    switch (major) {
      case 2:
        return joinBytes(parts);
      case 3:
        return parts.map((part) => (typeof part === 'string' ? part : wrongPiece())).join('');
      case 4:
        return parts;
      case 5:
        return map;
      default:
        throw new CborError('A number or tag has no end.');
    }
  }
}

function joinBytes(parts: readonly CborValue[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : wrongPiece())));
}

function wrongPiece(): never {
  throw new CborError('A piece of a string is of another type.');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new CborError('A text is not UTF-8.');
    throw error;
  }
}

/** Decimal fractions are a list of exponent and mantissa (RFC 8949, 3.4.4). */
function tagged(tag: number, value: CborValue): CborValue {
  if (tag !== 4) return value;
  const [exponent, mantissa] = Array.isArray(value) ? value : [];
  if (typeof exponent !== 'number' || typeof mantissa !== 'number') throw new CborError('A decimal fraction is wrong.');
  return Number(`${String(mantissa)}e${String(exponent)}`);
}

/** IEEE 754 half precision (RFC 8949, appendix D). */
function halfFloat(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
