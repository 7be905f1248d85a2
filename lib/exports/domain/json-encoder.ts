import { jsonByte } from './json-scan.ts';
import type { TableColumn, TableEncoder } from './table-encoder.ts';
import type { TextBuffer } from './text-buffer.ts';
import type { TimeText } from './time-text.ts';

const { openBrace, openBracket, quote } = jsonByte;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * Rows as JSON: JSON Lines (an object a line), or a GeoJSON FeatureCollection (RFC 7946) with a Point for each row,
 * [lon, lat]. Every row has every column, null where there is nothing; values keep the digits they were sent with.
 */
export class JsonEncoder implements TableEncoder {
  readonly #out: TextBuffer;
  readonly #isGeo: boolean;
  /** `"Header":` of each column, with a comma before all but the first. */
  readonly #keys: readonly Buffer[];
  #column = 0;
  #isFirstRow = true;

  constructor(out: TextBuffer, columns: readonly TableColumn[], form: 'jsonl' | 'geojson') {
    this.#out = out;
    this.#isGeo = form === 'geojson';
    this.#keys = columns.map(({ header }, index) => Buffer.from(`${index > 0 ? ',' : ''}${JSON.stringify(header)}:`));
  }

  begin(): void {
    this.#isFirstRow = true;
    if (this.#isGeo) this.#out.text('{"type":"FeatureCollection","features":[\n');
  }

  startRow(lon: number, lat: number): void {
    this.#column = 0;
    if (!this.#isGeo) this.#out.byte(openBrace);
    else {
      const coordinates = `[${String(lon)},${String(lat)}]`;
      this.#out.text(
        `${this.#isFirstRow ? '' : ',\n'}{"type":"Feature","geometry":{"type":"Point","coordinates":${coordinates}},"properties":{`,
      );
    }
    this.#isFirstRow = false;
  }

  value(bytes: Buffer, start: number, end: number): void {
    this.#key();
    const first = bytes[start];
    if ((first === openBrace || first === openBracket) && hasLineEnd(bytes, start, end)) {
      // Between members only, where JSON allows any white space: texts have no bare line ends.
      this.#out.text(bytes.toString('utf8', start, end).replace(/[\r\n]+/g, ' '));
    } else this.#out.copy(bytes, start, end);
  }

  text(value: string): void {
    this.#key();
    this.#out.text(JSON.stringify(value));
  }

  number(value: number): void {
    this.#key();
    // JSON has neither NaN nor infinities.
    this.#out.text(Number.isFinite(value) ? String(value) : 'null');
  }

  none(): void {
    this.#key();
    this.#out.text('null');
  }

  seconds(time: TimeText): void {
    this.#key();
    this.#out.copy(time.bytes, 0, time.secondsEnd);
  }

  date(time: TimeText): void {
    this.#key();
    this.#out.byte(quote);
    this.#out.copy(time.bytes, time.secondsEnd, time.length);
    this.#out.byte(quote);
  }

  endRow(): void {
    this.#out.text(this.#isGeo ? '}}' : '}\n');
  }

  end(): void {
    if (this.#isGeo) this.#out.text('\n]}\n');
  }

  #key(): void {
    const key = this.#keys[this.#column] as Buffer;
    this.#column += 1;
    this.#out.copy(key, 0, key.length);
  }
}

function hasLineEnd(bytes: Buffer, start: number, end: number): boolean {
  const part = bytes.subarray(start, end);
  return part.includes(lineFeed) || part.includes(carriageReturn);
}
