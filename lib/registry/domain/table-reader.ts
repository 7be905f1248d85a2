import {
  cleanText,
  foldText,
  isOrderUnknown,
  readAngle,
  readDate,
  readNumber,
  saysMissing,
  saysNothing,
} from './read-cell.ts';
import { isRefusal, reportRow, type ReportRow, type RowCode } from './import-report.ts';
import type { ImportedShape } from './imported-unit.ts';
import { unitStatusSchema, type Position, type UnitStatus } from './org-unit.ts';

/** A row of a list, whatever file it came from. */
export interface TableRow {
  /** As a spreadsheet shows it, the header being 1; of GeoJSON: the feature's number from 1. */
  readonly line: number;
  /** Cells as written, in the order of the header. */
  readonly cells: readonly string[];
  /** The place that the file gives the row beside its cells, as GeoJSON does. */
  readonly place?: RowPlace;
}

/** A place outside the cells of a row, and what there is to say of it. */
export interface RowPlace {
  readonly position?: Position;
  readonly shape?: ImportedShape;
  readonly notes?: readonly { readonly code: RowCode; readonly detail: string }[];
}

/** What notes call the place of a row that is outside its cells. */
export const placeColumn = 'geometry';

/** Reads the cells of one row after the other by column name, and keeps what there is to say of each. */
export class RowReader {
  readonly rows: ReportRow[] = [];
  readonly #places: ReadonlyMap<string, number>;
  readonly #width: number;
  #row: TableRow = { line: 0, cells: [] };
  #isRefused = false;

  constructor(headers: readonly string[]) {
    this.#places = new Map(headers.map((header, place) => [header, place]));
    this.#width = headers.length;
  }

  /** Goes on to a row. */
  enter(row: TableRow): void {
    this.#row = row;
    this.#isRefused = false;
    if (row.cells.slice(this.#width).some((cell) => cell.trim() !== '')) this.note(null, 'row_misshapen');
    for (const { code, detail } of row.place?.notes ?? []) this.note(placeColumn, code, detail);
  }

  /** True when something of the present row keeps it out. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  get line(): number {
    return this.#row.line;
  }

  note(column: string | null, code: RowCode, detail = ''): void {
    this.rows.push(reportRow({ line: this.#row.line, column }, code, detail));
    if (isRefusal(code)) this.#isRefused = true;
  }

  /** The cleaned text of a cell; '' when it says nothing. */
  text(column: string): string {
    const raw = this.#row.cells[this.#places.get(column) ?? -1] ?? '';
    const { text, notes } = cleanText(raw);
    if (saysNothing(text)) return '';
    if (failedFormula.test(text)) {
      this.note(column, 'formula_failed', text);
      return '';
    }
    for (const code of notes) this.note(column, code);
    return text;
  }

  /** The number in a cell; null when it is empty or, as noted, no number. */
  number(column: string | undefined): number | null {
    const text = column === undefined ? '' : this.text(column);
    if (column === undefined || text === '' || saysMissing(text)) return null;
    const read = readNumber(text);
    if (!read) {
      this.note(column, 'number_unreadable', shorten(text));
      return null;
    }
    if (read.isRepaired) this.note(column, 'decimal_comma', shorten(text));
    return read.value;
  }

  /** The day in a cell; null when it is empty or, as noted, no date. */
  date(column: string): string | null {
    const text = this.text(column);
    if (text === '' || saysMissing(text)) return null;
    const date = readDate(text);
    if (date === null) this.note(column, 'date_unreadable', shorten(text));
    else if (isOrderUnknown(text)) this.note(column, 'date_order_unknown', `${text}, ${date}`);
    return date;
  }

  status(column: string): UnitStatus | undefined {
    const text = this.text(column);
    if (text === '' || saysMissing(text)) return undefined;
    const status = unitStatusSchema.safeParse(text.toUpperCase());
    if (!status.success) this.note(column, 'status_unknown', shorten(text));
    return status.data;
  }

  /** A list with commas, semicolons or bars between; what differs in case or accents alone is told once. */
  list(column: string): string[] {
    const seen = new Map(partsOf(this.text(column), /[,;|]/).map((part) => [foldText(part), part]));
    return [...seen.values()];
  }

  /** A list of references, each once as it is written. */
  references(column: string, separators: RegExp): string[] {
    return [...new Set(partsOf(this.text(column), separators))];
  }

  /** The position of a row; undefined when it has none that can be used. */
  position(columns: { latitude: string; longitude: string; altitude: string | undefined }): Position | undefined {
    const before = this.rows.length;
    const lat = this.#coordinate(columns.latitude, 'latitude');
    const lon = this.#coordinate(columns.longitude, 'longitude');
    const altitudeM = this.number(columns.altitude) ?? 0;
    if (this.rows.slice(before).some(({ code }) => isRefusal(code))) return undefined;
    if (lat === null && lon === null) this.note(columns.latitude, 'position_missing');
    else if (lat === null || lon === null) {
      this.note(lat === null ? columns.latitude : columns.longitude, 'position_half');
    } else return this.#onEarth([lon, lat, altitudeM], columns);
    return undefined;
  }

  /** A coordinate in decimal degrees, or in degrees, minutes and seconds, which is noted. */
  #coordinate(column: string, axis: 'latitude' | 'longitude'): number | null {
    const written = cleanText(this.#row.cells[this.#places.get(column) ?? -1] ?? '').text;
    const degrees = readNumber(written) === null ? readAngle(written, axis) : null;
    if (degrees === null) return this.number(column);
    this.note(column, 'degrees_read', `${shorten(written)}, ${String(degrees)}`);
    return degrees;
  }

  /** The place that the row has beside its cells; empty when it has none that can be used. */
  place(): { readonly location?: Position; readonly shape?: ImportedShape } {
    const { position, shape } = this.#row.place ?? {};
    const location = position && this.#onEarth(position, { latitude: placeColumn, longitude: placeColumn });
    return { ...(location && { location }), ...(shape && { shape }) };
  }

  #onEarth(position: Position, columns: { latitude: string; longitude: string }): Position | undefined {
    const [lon, lat] = position;
    if (Math.abs(lat) > 90) this.note(columns.latitude, 'latitude_out_of_range', String(lat));
    else if (Math.abs(lon) > 180) this.note(columns.longitude, 'longitude_out_of_range', String(lon));
    else if (lat === 0 && lon === 0) this.note(columns.latitude, 'position_zero');
    else return position;
    return undefined;
  }
}

/** What a spreadsheet shows in place of a result that it could not work out; "#N/A" says nothing, as people use it. */
const failedFormula = /^#(REF!|DIV\/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$/;

function partsOf(text: string, separators: RegExp): string[] {
  return text
    .split(separators)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
