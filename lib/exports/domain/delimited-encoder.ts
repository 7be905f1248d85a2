import { guardFormula } from '#lib/formats/spreadsheet/guard-formula.ts';
import { jsonByte } from './json-scan.ts';
import type { TableColumn, TableEncoder } from './table-encoder.ts';
import type { TextBuffer } from './text-buffer.ts';
import type { TimeText } from './time-text.ts';

const { quote, backslash, openBrace, openBracket } = jsonByte;
const letter = { t: 0x74, f: 0x66, n: 0x6e } as const;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Between cells. */
const separators = { tab: 0x09, csv: 0x2c } as const;

/**
 * Rows of text with a header, ended by CRLF: tab-delimited as PDK has them, or CSV (RFC 4180). Texts are as they were sent, numbers
 * digit by digit, `True` and `False`, nothing for null or absent, objects and arrays as JSON text. A cell is quoted only
 * when it must be. In CSV, which spreadsheets open at a click, a text that they would run as a formula gets an
 * apostrophe in front; the tab-delimited form never changes a value.
 */
export class DelimitedEncoder implements TableEncoder {
  readonly #out: TextBuffer;
  readonly #columns: readonly TableColumn[];
  readonly #separator: number;
  readonly #isCsv: boolean;
  #isFirst = true;

  constructor(out: TextBuffer, columns: readonly TableColumn[], form: keyof typeof separators) {
    this.#out = out;
    this.#columns = columns;
    this.#separator = separators[form];
    this.#isCsv = form === 'csv';
  }

  begin(): void {
    this.startRow();
    for (const { header } of this.#columns) this.text(header);
    this.endRow();
  }

  startRow(): void {
    this.#isFirst = true;
  }

  value(bytes: Buffer, start: number, end: number): void {
    const first = bytes[start] as number;
    if (first === quote) this.#string(bytes, start, end);
    else if (first === letter.t) this.#plain('True');
    else if (first === letter.f) this.#plain('False');
    else if (first === letter.n) this.none();
    else if (first === openBrace || first === openBracket)
      this.#plain(this.#quoted(bytes.toString('utf8', start, end)));
    else {
      this.#next();
      this.#out.copy(bytes, start, end);
    }
  }

  text(value: string): void {
    this.#plain(this.#quoted(this.#isCsv ? guardFormula(value) : value));
  }

  number(value: number): void {
    this.#plain(Number.isNaN(value) ? '' : String(value));
  }

  none(): void {
    this.#next();
  }

  seconds(time: TimeText): void {
    this.#next();
    this.#out.copy(time.bytes, 0, time.secondsEnd);
  }

  date(time: TimeText): void {
    this.#next();
    this.#out.copy(time.bytes, time.secondsEnd, time.length);
  }

  endRow(): void {
    this.#out.byte(carriageReturn);
    this.#out.byte(lineFeed);
  }

  end(): void {
    // Its last row has ended the file.
  }

  #next(): void {
    if (this.#isFirst) this.#isFirst = false;
    else this.#out.byte(this.#separator);
  }

  #plain(text: string): void {
    this.#next();
    this.#out.text(text);
  }

  #string(bytes: Buffer, start: number, end: number): void {
    // Without a backslash, JSON allows neither tab nor line end nor quote in a text.
    if (this.#isCsv || bytes.subarray(start, end).includes(backslash)) {
      this.text(JSON.parse(bytes.toString('utf8', start, end)) as string);
      return;
    }
    this.#next();
    this.#out.copy(bytes, start + 1, end - 1);
  }

  #quoted(text: string): string {
    const mustQuote = this.#isCsv ? /[,\r\n"]/ : /[\t\r\n"]/;
    return mustQuote.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
}
