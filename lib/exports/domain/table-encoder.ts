import type { TimeText } from './time-text.ts';

/**
 * What the cells of a column hold, for forms that know types: `json` is any JSON value as text, `seconds` whole Unix
 * seconds, `instant` a date with its time.
 */
export type CellKind = 'text' | 'integer' | 'number' | 'boolean' | 'json' | 'seconds' | 'instant';

export interface TableColumn {
  readonly header: string;
  readonly kind: CellKind;
}

/** Files a table can be: how each is called in an order, and the end of its name. */
export const fileExtensions = {
  tab: 'txt',
  csv: 'csv',
  jsonl: 'jsonl',
  geojson: 'geojson',
  parquet: 'parquet',
} as const;
export type FileFormat = keyof typeof fileExtensions;

/**
 * Turns rows into the bytes of one kind of file. A file is `begin`, rows, `end`; a row is `startRow`, one call for each
 * column in their order, `endRow`. The same encoder makes one file after the other.
 */
export interface TableEncoder {
  begin(): void;
  /** Position of the row, WGS 84; NaN: none. */
  startRow(lon: number, lat: number): void;
  /** A JSON value by its text. */
  value(bytes: Buffer, start: number, end: number): void;
  text(value: string): void;
  /** NaN: nothing. */
  number(value: number): void;
  /** Nothing. */
  none(): void;
  seconds(time: TimeText): void;
  date(time: TimeText): void;
  endRow(): void;
  end(): void;
}
