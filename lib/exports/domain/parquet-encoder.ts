import { ParquetStream, type ParquetValue, type StreamedColumn } from '#lib/formats/parquet/parquet-stream.ts';
import { jsonByte } from './json-scan.ts';
import type { CellKind, TableColumn, TableEncoder } from './table-encoder.ts';
import type { TextBuffer } from './text-buffer.ts';
import type { TimeText } from './time-text.ts';

const { quote } = jsonByte;
const letter = { t: 0x74, f: 0x66, n: 0x6e } as const;

/** Rows in a group, and bytes of text after which one is closed before: both bound what is in memory. */
const rowsPerGroup = 10_000;
const textPerGroup = 8 * 1024 * 1024;

const types = {
  text: 'text',
  json: 'text',
  integer: 'int64',
  seconds: 'int64',
  number: 'double',
  boolean: 'boolean',
  instant: 'timestamp',
} as const satisfies Record<CellKind, StreamedColumn['type']>;

/** The column of what did not fit its own. */
export const unfittingHeader = 'Unfitting Values';

/**
 * Rows as a Parquet file with a type for each column: numbers as 64-bit ones, dates as instants, texts as they are,
 * objects and arrays as JSON text. What a device sent against the type of its column is not lost: it stands in the last
 * column, as JSON by the name of its column.
 */
export class ParquetEncoder implements TableEncoder {
  readonly #out: TextBuffer;
  readonly #columns: readonly TableColumn[];
  #stream: ParquetStream;
  #values: ParquetValue[][];
  #column = 0;
  #textLength = 0;
  /** JSON members of the row that did not fit. */
  #misfits = '';

  constructor(out: TextBuffer, columns: readonly TableColumn[]) {
    this.#out = out;
    this.#columns = columns;
    this.#stream = this.#begun();
    this.#values = this.#empty();
  }

  begin(): void {
    this.#stream = this.#begun();
    this.#values = this.#empty();
    this.#textLength = 0;
  }

  startRow(): void {
    this.#column = 0;
    this.#misfits = '';
  }

  value(bytes: Buffer, start: number, end: number): void {
    const first = bytes[start] as number;
    if (first === letter.n) {
      this.#push(null);
      return;
    }
    const { kind } = this.#columns[this.#column] as TableColumn;
    if (kind === 'text' || kind === 'json') {
      const text = bytes.toString('utf8', start, end);
      this.#text(first === quote ? (JSON.parse(text) as string) : text);
    } else if (kind === 'boolean' && (first === letter.t || first === letter.f)) this.#push(first === letter.t);
    else this.#scalar(kind, bytes.toString('utf8', start, end));
  }

  text(value: string): void {
    const { kind } = this.#columns[this.#column] as TableColumn;
    if (kind === 'text' || kind === 'json') this.#text(value);
    else this.#misfit(JSON.stringify(value));
  }

  number(value: number): void {
    const { kind } = this.#columns[this.#column] as TableColumn;
    if (Number.isNaN(value)) this.#push(null);
    else this.#scalar(kind, String(value));
  }

  none(): void {
    this.#push(null);
  }

  seconds(time: TimeText): void {
    this.#push(BigInt(Math.floor(time.atUs / 1_000_000)));
  }

  date(time: TimeText): void {
    this.#push(BigInt(Math.round(time.atUs)));
  }

  endRow(): void {
    this.#push(this.#misfits === '' ? null : `{${this.#misfits}}`);
    if ((this.#values[0] as ParquetValue[]).length >= rowsPerGroup || this.#textLength >= textPerGroup) this.#group();
  }

  end(): void {
    if ((this.#values[0] as ParquetValue[]).length > 0) this.#group();
    this.#hand(this.#stream.finish());
  }

  #scalar(kind: CellKind, text: string): void {
    if (kind === 'integer' && /^-?\d{1,18}$/.test(text)) this.#push(BigInt(text));
    else if (kind === 'integer' && /^-?\d{1,15}(?:\.0+)?$/.test(text)) this.#push(BigInt(Math.trunc(Number(text))));
    else if (kind === 'number' && isNumber(text)) this.#push(Number(text));
    else if (kind === 'text') this.#text(text);
    else this.#misfit(text);
  }

  #text(text: string): void {
    this.#textLength += text.length;
    this.#push(text);
  }

  #misfit(json: string): void {
    const { header } = this.#columns[this.#column] as TableColumn;
    this.#misfits += `${this.#misfits === '' ? '' : ','}${JSON.stringify(header)}:${json}`;
    this.#textLength += json.length;
    this.#push(null);
  }

  #push(value: ParquetValue): void {
    (this.#values[this.#column] as ParquetValue[]).push(value);
    this.#column += 1;
  }

  #group(): void {
    this.#hand(this.#stream.group(this.#values));
    this.#values = this.#empty();
    this.#textLength = 0;
  }

  #hand(bytes: Buffer): void {
    this.#out.copy(bytes, 0, bytes.length);
  }

  #begun(): ParquetStream {
    const columns = this.#columns.map(({ header, kind }) => ({ name: header, type: types[kind] }));
    return new ParquetStream([...columns, { name: unfittingHeader, type: 'text' }]);
  }

  #empty(): ParquetValue[][] {
    return [...this.#columns.map((): ParquetValue[] => []), []];
  }
}

/** A number that a double holds: no whole one loses a digit, others are rounded as every reader of JSON does. */
function isNumber(text: string): boolean {
  const value = Number(text);
  if (!/^-?\d/.test(text) || !Number.isFinite(value)) return false;
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(text) || BigInt(value) === BigInt(text);
}
