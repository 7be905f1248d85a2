import { Problem } from '#lib/platform/problems/problem.ts';
import { toDateCell, type DateSystem } from '../spreadsheet/date-cell.ts';
import type { DateFormat } from '../spreadsheet/date-format.ts';
import { toNumberText } from '../spreadsheet/number-text.ts';
import type { Cell, MergedCells, SpreadsheetRow } from '../spreadsheet/spreadsheet.ts';
import { feedXml, type XmlHandlers } from '../xml/feed-xml.ts';
import type { PartBytes } from './read-parts.ts';
import { maxColumns, maxRows } from './xlsx-limits.ts';
import { StringBuilder, unescapeText } from './xlsx-text.ts';

/** What the cells of every sheet refer to. */
export interface SharedParts {
  readonly strings: readonly string[];
  readonly styles: readonly (DateFormat | null)[];
  readonly dateSystem: DateSystem;
}

/** A sheet that is read, and where its merged cells, which are told behind its rows, are gathered. */
interface SheetToRead {
  readonly sheet: string;
  readonly shared: SharedParts;
  readonly merged: MergedCells[];
}

/** Rows of a worksheet part as they pass; those without a value are left out. */
export async function* readRows(bytes: PartBytes, read: SheetToRead): AsyncGenerator<SpreadsheetRow> {
  const reader = new RowReader(read);
  for await (const _ of feedXml(bytes, `sheet ${read.sheet}`, reader)) yield* reader.take();
}

/** Merged rectangles that are kept of a sheet; more are no table that a person made. */
const maxMerged = 100_000;

type Attributes = Readonly<Record<string, string>>;

/** Turns what the XML tells into rows. */
class RowReader implements XmlHandlers {
  readonly #sheet: string;
  readonly #shared: SharedParts;
  readonly #merged: MergedCells[];
  readonly #inline = new StringBuilder();
  #ready: SpreadsheetRow[] = [];
  #isInData = false;
  #isInValue = false;
  #row = 0;
  #column = 0;
  #cells: (Cell | null)[] = [];
  #attributes: Attributes = {};
  #value = '';

  constructor({ sheet, shared, merged }: SheetToRead) {
    this.#sheet = sheet;
    this.#shared = shared;
    this.#merged = merged;
  }

  take(): SpreadsheetRow[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  readonly open = (name: string, attributes: Attributes): void => {
    if (name === 'sheetData') this.#isInData = true;
    if (name === 'mergeCell') this.#addMerged(attributes);
    if (!this.#isInData) return;
    if (name === 'row') this.#openRow(attributes);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'v') this.#isInValue = true;
    else this.#inline.open(name, attributes);
  };

  readonly text = (piece: string): void => {
    if (this.#isInValue) this.#value += piece;
    else if (this.#isInData) this.#inline.write(piece);
  };

  readonly close = (name: string): void => {
    if (!this.#isInData) return;
    if (name === 'v') this.#isInValue = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else if (name === 'sheetData') this.#isInData = false;
    else this.#inline.close(name);
  };

  /** Rows and cells may leave out where they are: then they follow the one before. */
  #openRow({ r }: Attributes): void {
    const row = r === undefined ? this.#row + 1 : Number(r);
    if (!Number.isInteger(row) || row <= this.#row) throw this.#unreadable(`row ${r ?? ''} stands out of order`);
    if (row > maxRows) throw this.#overLimits(`more than ${maxRows} rows`);
    this.#row = row;
    this.#column = 0;
    this.#cells = [];
  }

  #openCell(attributes: Attributes): void {
    const { r } = attributes;
    this.#column = r === undefined ? this.#column + 1 : this.#toColumn(r);
    if (this.#column > maxColumns) throw this.#overLimits(`more than ${maxColumns} columns`);
    this.#attributes = attributes;
    this.#value = '';
    this.#inline.take();
  }

  #toColumn(reference: string): number {
    const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1];
    if (letters === undefined) throw this.#unreadable(`"${reference.slice(0, 20)}" is no cell`);
    return toColumn(letters);
  }

  #addMerged({ ref = '' }: Attributes): void {
    const [, from, firstRow, to, lastRow] = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(ref) ?? [];
    if (from === undefined || to === undefined || this.#merged.length >= maxMerged) return;
    this.#merged.push({
      firstRow: Number(firstRow),
      lastRow: Number(lastRow),
      firstColumn: toColumn(from) - 1,
      lastColumn: toColumn(to) - 1,
    });
  }

  #closeCell(): void {
    const cell = this.#readCell();
    if (cell === null) return;
    while (this.#cells.length < this.#column - 1) this.#cells.push(null);
    this.#cells[this.#column - 1] = cell;
  }

  #closeRow(): void {
    if (this.#cells.length > 0) this.#ready.push({ number: this.#row, cells: this.#cells });
    this.#cells = [];
  }

  #readCell(): Cell | null {
    const { t = 'n' } = this.#attributes;
    if (t === 'inlineStr') return textCell(this.#inline.take());
    const value = this.#value;
    if (value === '') return null;
    if (t === 's') return textCell(this.#shared.strings[Number(value)] ?? this.#missing(value));
    if (t === 'str') return textCell(unescapeText(value));
    if (t === 'b') return { kind: 'boolean', text: /^(1|true)$/.test(value.trim()) ? 'TRUE' : 'FALSE' };
    if (t === 'e') return { kind: 'error', text: value };
    if (t === 'd') return { kind: 'date', text: value.replace(/T00:00:00(\.0+)?Z?$|Z$/, '') };
    return this.#readNumber(value);
  }

  #readNumber(written: string): Cell {
    const value = written.trim() === '' ? NaN : Number(written);
    if (!Number.isFinite(value)) return { kind: 'text', text: written };
    const format = this.#shared.styles[Number(this.#attributes['s'] ?? 0)];
    return format ? toDateCell(value, format, this.#shared.dateSystem) : { kind: 'number', text: toNumberText(value) };
  }

  #missing(number: string): never {
    throw this.#unreadable(`there is no shared text ${number.slice(0, 20)}`);
  }

  #unreadable(reason: string): Problem {
    return new Problem('file_unreadable', { detail: `The file cannot be read: sheet ${this.#sheet}: ${reason}.` });
  }

  #overLimits(reason: string): Problem {
    return new Problem('file_over_limits', {
      detail: `The file is too large to be read: ${this.#sheet} has ${reason}.`,
    });
  }
}

/** The number of a column from 1, by its letters. */
function toColumn(letters: string): number {
  let column = 0;
  for (let at = 0; at < letters.length; at += 1) column = column * 26 + letters.charCodeAt(at) - 64;
  return column;
}

function textCell(text: string): Cell | null {
  return text === '' ? null : { kind: 'text', text };
}
