import type { CellKind } from '../table-encoder.ts';

/** A scalar a column makes of members; null: an empty cell. */
export type Made = string | number | boolean | null;

/** A column of a report, and what fills it. */
export interface ReportColumn {
  readonly header: string;
  readonly kind: CellKind;
  /** Members by their names, dots leading into objects: the first that is there fills the cell. */
  readonly members: readonly string[];
  /** Where the members are: in the point, or in the element that a row is about. */
  readonly of: 'point' | 'element';
  /** Texts that are written otherwise than the device did. */
  readonly respelt?: Readonly<Record<string, string>>;
  /** Says which member fills the cell instead of the first that is there (index; -1: none), from all their values. */
  readonly choose?: (values: readonly unknown[]) => number;
  /** Makes the cell of the members' values; absent ones are undefined. */
  readonly make?: (values: readonly unknown[]) => Made;
  /** The cell is the point as JSON, without its metadata. */
  readonly isWhole?: true;
  /** Makes the cell of the whole point, parsed, without its metadata. */
  readonly makeOfPoint?: (point: unknown) => Made;
}

/** How many rows a point makes: one, one for each object of an array, or one for each index of arrays side by side. */
export type RowShape =
  | { readonly kind: 'point' }
  | { readonly kind: 'elements'; readonly member: string }
  | { readonly kind: 'samples'; readonly member: string };

/** A member that says when the row happened, in place of the point's own time: Unix seconds or milliseconds. */
export interface CreatedFrom {
  readonly member: string;
  readonly of: 'point' | 'element';
  /** The date alone, or the timestamp too. */
  readonly fills: 'date' | 'both';
  readonly isWholeSeconds: boolean;
}

/** Which files the rows go to. */
export type TableLayout =
  | {
      /** `<type>/<slug of source>.txt` */
      readonly kind: 'file-per-source';
      /** A source without points has no file; otherwise it has one with the header only. */
      readonly skipsEmpty: boolean;
      /** Points after which a source's next file, `__0`, `__1`…, is begun; null: never. */
      readonly splitPoints: number | null;
    }
  | {
      /** One file for all sources, under this name without its end. */
      readonly kind: 'one-file';
      readonly name: string;
      readonly skipsEmpty: boolean;
    };

/** Points a table is about, by the text of a member: one of some, or any other. */
export interface PointChoice {
  readonly member: string;
  readonly values: readonly string[];
  readonly isOther: boolean;
}

/** One table of a report. */
export interface ReportTable {
  readonly layout: TableLayout;
  /** Source and times that begin each row: all five, or without those of the recording. */
  readonly leading: 'five' | 'created-only';
  /** Zone of dates: the order's, UTC, or the one the device named (else the order's). */
  readonly zone: 'order' | 'utc' | 'point';
  readonly rows: RowShape;
  readonly createdFrom: CreatedFrom | null;
  /** Null: every point of the type. */
  readonly only: PointChoice | null;
  readonly columns: readonly ReportColumn[];
}

/** How the points of one type become tables (passive-data-kit.md section 4). */
export interface StandardReport {
  readonly type: string;
  readonly tables: readonly ReportTable[];
  /** What a study with legacy reports gets instead: the headers and files that scripts for PDK know. */
  readonly legacyTables?: readonly ReportTable[];
}

/** Every standard table begins with these, or with the first three. */
export const leadingColumns = [
  { header: 'Source', kind: 'text' },
  { header: 'Created Timestamp', kind: 'seconds' },
  { header: 'Created Date', kind: 'instant' },
  { header: 'Recorded Timestamp', kind: 'seconds' },
  { header: 'Recorded Date', kind: 'instant' },
] as const;

/** A column filled from the point itself. */
export function column(header: string, kind: CellKind, ...members: string[]): ReportColumn {
  return { header, kind, members, of: 'point' };
}

/** A column filled from the element that a row is about. */
export function elementColumn(header: string, kind: CellKind, ...members: string[]): ReportColumn {
  return { header, kind, members, of: 'element' };
}

const filePerSource = { kind: 'file-per-source', skipsEmpty: false, splitPoints: null } as const;

const plainTable = {
  layout: filePerSource,
  leading: 'five',
  zone: 'order',
  rows: { kind: 'point' },
  createdFrom: null,
  only: null,
} as const;

/** What differs from the plain table: a file per source with a header at least, five leading columns, a row a point. */
export type TableDraft = Partial<ReportTable> & Pick<ReportTable, 'columns'>;

/** A table from what differs from the plain one. */
export function table(draft: TableDraft): ReportTable {
  return { ...plainTable, ...draft };
}

/** A file for each source, with what differs from the plain layout. */
export function perSource(differs: LayoutDraft): TableLayout {
  return { ...filePerSource, ...differs };
}

interface LayoutDraft {
  readonly skipsEmpty?: boolean;
  readonly splitPoints?: number;
}

/** One file for all sources, `<name>.txt`. */
export function oneFile(name: string): TableLayout {
  return { kind: 'one-file', name, skipsEmpty: false };
}
