/** What every reader of a spreadsheet gives: sheets in the order of their tabs. */
export interface Spreadsheet {
  readonly sheets: readonly SpreadsheetSheet[];
  /** Lets go of the file; nothing may be read afterwards. */
  close(): void;
}

export interface SpreadsheetSheet {
  readonly name: string;
  /** A person does not see its tab. */
  readonly isHidden: boolean;
  /** Rows that hold anything, from the top; each call reads anew. Throws `file_unreadable` and `file_over_limits`. */
  rows(): AsyncIterable<SpreadsheetRow>;
  /** Cells that are shown as one; known once the rows have been read to their end. */
  merged(): readonly MergedCells[];
}

/** A rectangle of cells of which the first holds the value; rows from 1, columns from 0, both ends included. */
export interface MergedCells {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

export interface SpreadsheetRow {
  /** As a person sees it, from 1. */
  readonly number: number;
  /** By column, the first is A; null where empty. Of merged cells only the first has a value. */
  readonly cells: readonly (Cell | null)[];
}

/** The value of a cell; of a formula, what it came to when the file was saved. */
export interface Cell {
  readonly kind: 'text' | 'number' | 'boolean' | 'date' | 'time' | 'error';
  /**
   * number: the shortest decimal, without exponent. boolean: `TRUE` or `FALSE`. date: `YYYY-MM-DD`, with `THH:MM:SS`
   * where the format shows a time. time: `HH:MM:SS`, past 24 hours for durations. error: `#N/A` …
   */
  readonly text: string;
}
