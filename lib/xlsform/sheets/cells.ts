/** A cell, or the cells of the columns that share a first word: `label::English`, `label::French`. Keys keep their order. */
export type Cell = string | Cells;

export interface Cells extends Map<string, Cell> {}

/** A row under its canonical column names. */
export interface FormRow {
  readonly number: number;
  readonly cells: Cells;
}

/** The cell of a column when it is plain text. */
export function textCell(cells: Cells, column: string): string | undefined {
  const cell = cells.get(column);
  return typeof cell === 'string' ? cell : undefined;
}

/** The cells of a column that is grouped; an empty group when there are none. */
export function groupCell(cells: Cells, column: string): Cells {
  const cell = cells.get(column);
  return cell instanceof Map ? cell : new Map<string, Cell>();
}

/** Puts a value at a path of column words; a plain cell already there becomes the one of the default language. */
export function putCell(cells: Cells, [first = '', ...rest]: readonly string[], placed: PlacedCell): void {
  const { value, defaultLanguage } = placed;
  const present = cells.get(first);
  if (rest.length === 0) {
    if (present instanceof Map) {
      if (!present.has(defaultLanguage)) present.set(defaultLanguage, value);
    } else cells.set(first, value);
    return;
  }
  const group = present instanceof Map ? present : new Map<string, Cell>();
  if (typeof present === 'string') group.set(defaultLanguage, present);
  cells.set(first, group);
  putCell(group, rest, placed);
}

export interface PlacedCell {
  readonly value: string;
  readonly defaultLanguage: string;
}
