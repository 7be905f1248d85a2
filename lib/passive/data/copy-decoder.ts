import { maxRowsPerBlock, PointBlock } from '../domain/point-block.ts';

/** Signature, flags and header extension length of PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"). */
const headerBytes = 19;
const endOfRows = -1;
/** PostgreSQL counts timestamps from 2000-01-01. */
const epoch2000Us = 946_684_800_000_000;

/**
 * Turns the bytes of a binary COPY of points into blocks, wherever the pieces were cut.
 * The same block comes back each time.
 */
export class CopyDecoder {
  readonly #block = new PointBlock();
  readonly #isWhole: boolean;
  readonly #firstSource: number;
  #rest: Buffer = Buffer.alloc(0);
  #at = 0;
  #sawHeader = false;

  /** `firstSource`: index of the COPY's first source in the list that was asked for. */
  constructor(isWhole: boolean, firstSource: number) {
    this.#isWhole = isWhole;
    this.#firstSource = firstSource;
  }

  /** Blocks of the rows that are complete now. */
  *take(piece: Buffer): Generator<PointBlock> {
    const carried = this.#rest.length - this.#at;
    const bytes = carried === 0 ? piece : Buffer.concat([this.#rest.subarray(this.#at), piece]);
    this.#rest = bytes;
    this.#at = 0;
    if (!this.#sawHeader) {
      if (bytes.length < headerBytes) return;
      this.#at = headerBytes + bytes.readInt32BE(15);
      this.#sawHeader = true;
    }
    for (;;) {
      const block = this.#fill(bytes);
      if (block.count === 0) return;
      yield block;
      if (block.count < maxRowsPerBlock) return;
    }
  }

  #fill(bytes: Buffer): PointBlock {
    const block = this.#block;
    block.bytes = bytes;
    let count = 0;
    while (count < maxRowsPerBlock) {
      const next = this.#row(bytes, this.#at, count);
      if (next === -1) break;
      this.#at = next;
      count += 1;
    }
    block.count = count;
    return block;
  }

  /** Reads one row; gives the offset behind it, or -1 when it is not complete or the rows have ended. */
  #row(bytes: Buffer, start: number, row: number): number {
    const block = this.#block;
    if (start + 2 > bytes.length || bytes.readInt16BE(start) === endOfRows) return -1;
    // Fixed widths: ordinal (4 + 4), created and recorded (4 + 8 each), then the length of the properties.
    let at = start + 2 + 8 + 12 + 12;
    if (at + 4 > bytes.length) return -1;
    const propertiesLength = bytes.readInt32BE(at);
    at += 4;
    const propertiesEnd = at + propertiesLength;
    if (propertiesEnd > bytes.length) return -1;
    let end = propertiesEnd;
    if (this.#isWhole) {
      end = this.#wholeRow(bytes, propertiesEnd, row);
      if (end === -1) return -1;
    }
    block.source[row] = this.#firstSource + bytes.readInt32BE(start + 6) - 1;
    block.createdAtUs[row] = readTimestampUs(bytes, start + 14);
    block.recordedAtUs[row] = readTimestampUs(bytes, start + 26);
    block.propertiesStart[row] = at;
    block.propertiesEnd[row] = propertiesEnd;
    return end;
  }

  #wholeRow(bytes: Buffer, start: number, row: number): number {
    const block = this.#block;
    let at = start;
    // envelope (4 + 4), then the length of the longitude
    if (at + 12 > bytes.length) return -1;
    block.envelopeId[row] = bytes.readInt32BE(at + 4);
    at += 8;
    const lon = readCoordinate(bytes, at);
    if (lon === null) return -1;
    block.lon[row] = lon;
    at += Number.isNaN(lon) ? 4 : 12;
    const lat = readCoordinate(bytes, at);
    if (lat === null) return -1;
    block.lat[row] = lat;
    at += Number.isNaN(lat) ? 4 : 12;
    const extras = this.#text(bytes, at);
    if (extras === null) return -1;
    block.extrasStart[row] = extras.start;
    block.extrasEnd[row] = extras.end;
    return extras.end;
  }

  /** A text field's span; start -1: SQL null; null: not complete. */
  #text(bytes: Buffer, at: number): { start: number; end: number } | null {
    if (at + 4 > bytes.length) return null;
    const length = bytes.readInt32BE(at);
    if (length === -1) return { start: -1, end: at + 4 };
    const end = at + 4 + length;
    return end > bytes.length ? null : { start: at + 4, end };
  }
}

/** Exact: microseconds of any year up to 2255 fit a double's 53 bits. */
function readTimestampUs(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 4_294_967_296 + bytes.readUInt32BE(at + 4) + epoch2000Us;
}

/** NaN: SQL null; null: not complete. */
function readCoordinate(bytes: Buffer, at: number): number | null {
  if (at + 4 > bytes.length) return null;
  if (bytes.readInt32BE(at) === -1) return Number.NaN;
  return at + 12 > bytes.length ? null : bytes.readDoubleBE(at + 4);
}
