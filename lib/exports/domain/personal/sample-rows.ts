import { escapeText, renderTable } from './markup.ts';

/** Rows a page shows; the whole is in the file beside it. */
export const shownRows = 500;
/** Columns of a page's table; what further members say stands in the last. */
const mostColumns = 10;
const longestCell = 300;

/** A point as a page shows it. */
export interface SampleRow {
  /** In the reader's zone. */
  readonly at: string;
  /** JSON object text. */
  readonly properties: string;
}

/** The last rows of many, at the memory of those shown. */
export class LastRows {
  readonly #rows: SampleRow[] = [];
  #next = 0;

  add(row: SampleRow): void {
    this.#rows[this.#next] = row;
    this.#next = (this.#next + 1) % shownRows;
  }

  /** Newest first. */
  newestFirst(): readonly SampleRow[] {
    const inOrder = [...this.#rows.slice(this.#next), ...this.#rows.slice(0, this.#next)];
    return inOrder.reverse();
  }
}

interface TableWords {
  readonly caption: string;
  readonly time: string;
  readonly more: string;
}

/** The table of a type: members of the points as columns, those first that most of them have. */
export function renderSample(rows: readonly SampleRow[], words: TableWords): string {
  const parsed = rows.map(({ at, properties }) => ({ at, members: parseMembers(properties) }));
  const uses = new Map<string, number>();
  for (const { members } of parsed) for (const name of members.keys()) uses.set(name, (uses.get(name) ?? 0) + 1);
  const names = [...uses].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const shown = names.slice(0, mostColumns);
  const hasMore = names.length > shown.length;
  const headers = [words.time, ...shown, ...(hasMore ? [words.more] : [])].map((header) => ({ header }));
  const cells = parsed.map(({ at, members }) => [
    escapeText(at),
    ...shown.map((name) => cell(members.get(name))),
    ...(hasMore ? [cell(restOf(members, shown))] : []),
  ]);
  return renderTable(words.caption, headers, cells);
}

function parseMembers(properties: string): ReadonlyMap<string, unknown> {
  const parsed = JSON.parse(properties) as unknown;
  return new Map(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []);
}

function restOf(members: ReadonlyMap<string, unknown>, shown: readonly string[]): unknown {
  const rest = [...members].filter(([name]) => !shown.includes(name));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return escapeText(text.length > longestCell ? `${text.slice(0, longestCell)}…` : text);
}
