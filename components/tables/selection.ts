/** What is ticked in a list: the named rows, or all that the filter shows but the named ones. */
export type Selection =
  | { readonly mode: 'only'; readonly ids: ReadonlySet<string> }
  | { readonly mode: 'all-except'; readonly ids: ReadonlySet<string> };

export const nothingSelected: Selection = { mode: 'only', ids: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.ids.has(id) === (selection.mode === 'only');
}

/** The selection with one row turned over. */
export function toggleRow(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { mode: selection.mode, ids };
}

/** The selection with a run of rows (Shift + click) made like its first. */
export function setRows(selection: Selection, rowIds: readonly string[], selected: boolean): Selection {
  const ids = new Set(selection.ids);
  for (const id of rowIds) {
    if (selected === (selection.mode === 'only')) ids.add(id);
    else ids.delete(id);
  }
  return { mode: selection.mode, ids };
}

/** How many rows are selected; null when the list has an unknown total and all but some are. */
export function countSelected(selection: Selection, total: number | null): number | null {
  if (selection.mode === 'only') return selection.ids.size;
  return total === null ? null : Math.max(0, total - selection.ids.size);
}

/** State of the box in the header. */
export function headerState(selection: Selection, total: number | null): 'none' | 'some' | 'all' {
  if (selection.mode === 'all-except') return selection.ids.size === 0 ? 'all' : 'some';
  if (selection.ids.size === 0) return 'none';
  return total !== null && selection.ids.size >= total ? 'all' : 'some';
}

/** Everything the filter shows, or nothing: what the box in the header does next. */
export function toggleAll(selection: Selection, total: number | null): Selection {
  return headerState(selection, total) === 'none' ? { mode: 'all-except', ids: new Set() } : nothingSelected;
}
