/** A row of cells as text, trimmed; null where empty. `number` is the 1-based row number a person sees in the spreadsheet. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly (string | null)[];
}
/** One sheet: its name as written, its header cells in order (null = no header), and the rows below. */
export interface Sheet {
  readonly name: string;
  readonly headers: readonly (string | null)[];
  readonly rows: readonly SheetRow[];
}
/** What every reader (xlsx, xls, csv, Markdown, structured JSON) gives, before any meaning is read into it. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
}
