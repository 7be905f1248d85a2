import { Problem } from '#lib/platform/problems/problem.ts';

/** Types of the records that are read ([MS-XLS] 2.3). */
export const recordTypes = {
  bof: 0x0809,
  eof: 0x000a,
  filePass: 0x002f,
  dateMode: 0x0022,
  boundSheet: 0x0085,
  sharedStrings: 0x00fc,
  continue: 0x003c,
  format: 0x041e,
  cellFormat: 0x00e0,
  sharedLabel: 0x00fd,
  label: 0x0204,
  richLabel: 0x00d6,
  number: 0x0203,
  rk: 0x027e,
  multipleRk: 0x00bd,
  mergedCells: 0x00e5,
  formula: 0x0006,
  string: 0x0207,
  booleanOrError: 0x0205,
} as const;

export interface BiffRecord {
  readonly type: number;
  /** The data, and those of the CONTINUE records behind it. */
  readonly pieces: readonly Buffer[];
}

/** The records from an offset on, each with its continuations. Throws `file_unreadable` when one is cut off. */
export function* readRecords(stream: Buffer, start: number): Generator<BiffRecord> {
  let at = start;
  while (at + 4 <= stream.length) {
    const type = stream.readUInt16LE(at);
    const pieces: Buffer[] = [];
    do {
      const size = stream.readUInt16LE(at + 2);
      if (at + 4 + size > stream.length) throw damaged('a record is cut off');
      pieces.push(stream.subarray(at + 4, at + 4 + size));
      at += 4 + size;
    } while (at + 4 <= stream.length && stream.readUInt16LE(at) === recordTypes.continue);
    yield { type, pieces };
    if (type === recordTypes.eof) return;
  }
}

/** Reads numbers and strings one after the other from a record, over the seams of its pieces. */
export class RecordReader {
  readonly #pieces: readonly Buffer[];
  #piece = 0;
  #at = 0;

  constructor({ pieces }: BiffRecord) {
    this.#pieces = pieces;
  }

  uint8(): number {
    return this.#take(1).readUInt8();
  }

  uint16(): number {
    return this.#take(2).readUInt16LE();
  }

  uint32(): number {
    return this.#take(4).readUInt32LE();
  }

  int32(): number {
    return this.#take(4).readInt32LE();
  }

  double(): number {
    return this.#take(8).readDoubleLE();
  }

  /** Bytes that are left in the piece being read. */
  get left(): number {
    return this.#current().length - this.#at;
  }

  /** Leaves bytes out, over seams too. */
  skip(count: number): void {
    let left = count;
    while (left > 0) {
      this.#advance();
      const step = Math.min(left, this.left);
      this.#at += step;
      left -= step;
    }
  }

  /** A string of so many letters, as its flags say; its formatting and pronunciation are left out (2.5.293). */
  string(length: number): string {
    const flags = this.uint8();
    const runs = (flags & 8) === 0 ? 0 : this.uint16();
    const extension = (flags & 4) === 0 ? 0 : this.uint32();
    const text = this.#letters(length, (flags & 1) !== 0);
    this.skip(runs * 4 + extension);
    return text;
  }

  /** Letters go on in the next piece behind a flag of their own, which may change their width there. */
  #letters(length: number, isWide: boolean): string {
    let text = '';
    let wide = isWide;
    while (text.length < length) {
      if (this.left === 0) {
        this.#nextPiece();
        wide = (this.uint8() & 1) !== 0;
      }
      const width = wide ? 2 : 1;
      const count = Math.min(length - text.length, Math.floor(this.left / width));
      if (count === 0) throw damaged('a text is cut off');
      const bytes = this.#current().subarray(this.#at, this.#at + count * width);
      text += wide ? bytes.toString('utf16le') : bytes.toString('latin1');
      this.#at += count * width;
    }
    return text;
  }

  #take(count: number): Buffer {
    this.#advance();
    if (this.left < count) throw damaged('a record is too short');
    const bytes = this.#current().subarray(this.#at, this.#at + count);
    this.#at += count;
    return bytes;
  }

  #current(): Buffer {
    return this.#pieces[this.#piece] ?? Buffer.alloc(0);
  }

  #advance(): void {
    if (this.left === 0) this.#nextPiece();
  }

  #nextPiece(): void {
    if (this.#piece + 1 >= this.#pieces.length) throw damaged('a record is too short');
    this.#piece += 1;
    this.#at = 0;
  }
}

/** A file that does not hold what it says. */
export function damaged(reason: string): Problem {
  return new Problem('file_unreadable', { detail: `The file cannot be read: ${reason}.` });
}
