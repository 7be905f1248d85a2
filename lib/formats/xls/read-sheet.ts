import { toDateCell } from '../spreadsheet/date-cell.ts';
import { toNumberText } from '../spreadsheet/number-text.ts';
import type { Cell, MergedCells, SpreadsheetRow } from '../spreadsheet/spreadsheet.ts';
import { damaged, readRecords, RecordReader, recordTypes } from './biff-records.ts';
import type { XlsGlobals } from './read-globals.ts';

/** Columns of the format. */
const maxColumns = 256;

const errorTexts: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
};

/** A place on the sheet, both from 0, and the number of its format. */
interface Place {
  readonly row: number;
  readonly column: number;
  readonly format: number;
}

/** What a sheet holds. */
interface SheetContent {
  /** From the top; at most 65,536 of 256 cells. */
  readonly rows: readonly SpreadsheetRow[];
  readonly merged: readonly MergedCells[];
}

/** The rows and merged cells of the sheet whose records begin at an offset. */
export function readSheet(stream: Buffer, offset: number, globals: XlsGlobals): SheetContent {
  const reader = new SheetReader(globals);
  if (offset >= stream.length) throw damaged('a sheet lies behind its end');
  let depth = 0;
  for (const record of readRecordsOfSheet(stream, offset)) {
    // Charts inside a sheet have records of their own.
    if (record.type === recordTypes.bof) depth += 1;
    else if (record.type === recordTypes.eof) depth -= 1;
    else if (depth === 1) reader.read(record.type, new RecordReader(record));
    if (depth === 0) break;
  }
  return { rows: reader.rows(), merged: reader.merged };
}

/** Goes on behind the end of what lies inside the sheet; the caller stops at its own. */
function* readRecordsOfSheet(stream: Buffer, offset: number): ReturnType<typeof readRecords> {
  let at = offset;
  while (at < stream.length) {
    for (const record of readRecords(stream, at)) {
      at += record.pieces.reduce((sum, piece) => sum + piece.length + 4, 0);
      yield record;
    }
    if (at + 4 > stream.length) return;
  }
}

class SheetReader {
  readonly #globals: XlsGlobals;
  readonly merged: MergedCells[] = [];
  readonly #rows = new Map<number, (Cell | null)[]>();
  /** The formula whose text stands in a record of its own. */
  #waiting: Place | null = null;

  constructor(globals: XlsGlobals) {
    this.#globals = globals;
  }

  read(type: number, reader: RecordReader): void {
    if (type === recordTypes.sharedLabel) this.#add(readPlace(reader), this.#sharedText(reader.uint32()));
    else if (type === recordTypes.label || type === recordTypes.richLabel)
      this.#add(readPlace(reader), textCell(reader.string(reader.uint16())));
    else if (type === recordTypes.number) this.#addNumber(readPlace(reader), reader.double());
    else if (type === recordTypes.rk) this.#addNumber(readPlace(reader), readRk(reader));
    else if (type === recordTypes.multipleRk) this.#addMany(reader);
    else if (type === recordTypes.mergedCells) this.#addMerged(reader);
    else if (type === recordTypes.formula) this.#addFormula(readPlace(reader), reader);
    else if (type === recordTypes.booleanOrError)
      this.#add(readPlace(reader), booleanOrError(reader.uint8(), reader.uint8()));
    else if (type === recordTypes.string && this.#waiting) {
      this.#add(this.#waiting, textCell(reader.string(reader.uint16())));
      this.#waiting = null;
    }
  }

  rows(): SpreadsheetRow[] {
    return [...this.#rows].sort(([a], [b]) => a - b).map(([row, cells]) => ({ number: row + 1, cells }));
  }

  #add({ row, column }: Place, cell: Cell | null): void {
    if (cell === null) return;
    if (column >= maxColumns) throw damaged('a cell lies outside its sheet');
    const cells = this.#rows.get(row) ?? [];
    this.#rows.set(row, cells);
    while (cells.length < column) cells.push(null);
    cells[column] = cell;
  }

  #addNumber(place: Place, value: number): void {
    const format = this.#globals.formats[place.format];
    if (!Number.isFinite(value)) return;
    const cell: Cell = format
      ? toDateCell(value, format, this.#globals.dateSystem)
      : { kind: 'number', text: toNumberText(value) };
    this.#add(place, cell);
  }

  #addMany(reader: RecordReader): void {
    const row = reader.uint16();
    let column = reader.uint16();
    // Six bytes a cell; the last column follows them.
    while (reader.left >= 6) {
      const format = reader.uint16();
      this.#addNumber({ row, column, format }, readRk(reader));
      column += 1;
    }
  }

  /** Rows and columns from 0, eight bytes a rectangle ([MS-XLS] 2.4.168). */
  #addMerged(reader: RecordReader): void {
    for (let count = reader.uint16(); count > 0 && reader.left >= 8; count -= 1) {
      const [firstRow, lastRow] = [reader.uint16() + 1, reader.uint16() + 1];
      this.merged.push({ firstRow, lastRow, firstColumn: reader.uint16(), lastColumn: reader.uint16() });
    }
  }

  /** Its result is a number, or says what it is where the sign of a number would never stand (2.5.133). */
  #addFormula(place: Place, reader: RecordReader): void {
    const low = reader.uint32();
    const high = reader.uint32();
    if (high >>> 16 !== 0xffff) {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32LE(low, 0);
      bytes.writeUInt32LE(high, 4);
      this.#addNumber(place, bytes.readDoubleLE(0));
      return;
    }
    const kind = low & 0xff;
    if (kind === 0) this.#waiting = place;
    else if (kind === 1 || kind === 2) this.#add(place, booleanOrError((low >>> 16) & 0xff, kind - 1));
  }

  #sharedText(index: number): Cell | null {
    const text = this.#globals.strings[index];
    if (text === undefined) throw damaged(`there is no shared text ${index}`);
    return textCell(text);
  }
}

function readPlace(reader: RecordReader): Place {
  return { row: reader.uint16(), column: reader.uint16(), format: reader.uint16() };
}

/** Thirty bits of a number: a whole one or the upper half of a fraction, perhaps times a hundred (2.5.217). */
function readRk(reader: RecordReader): number {
  const written = reader.int32();
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(written & ~3, 4);
  const value = (written & 2) === 0 ? bytes.readDoubleLE(0) : written >> 2;
  return (written & 1) === 0 ? value : value / 100;
}

function booleanOrError(value: number, isError: number): Cell {
  if (isError !== 0) return { kind: 'error', text: errorTexts[value] ?? '#N/A' };
  return { kind: 'boolean', text: value === 0 ? 'FALSE' : 'TRUE' };
}

function textCell(text: string): Cell | null {
  return text === '' ? null : { kind: 'text', text };
}
