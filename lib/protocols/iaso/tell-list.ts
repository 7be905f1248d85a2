import { answerJson } from '#lib/platform/http/answer-json.ts';
import { fieldPicker } from './pick-fields.ts';
import { envelopeOf, offsetOf, readPage } from './pages.ts';
import { readList, refuse, type Params } from './read-params.ts';

/** A row of a short list, as it is told. */
type Told = Readonly<Record<string, unknown>>;

/** How a short list is told. */
interface ToldList<Row extends Told> {
  /** The member that holds the rows ("groups"). */
  readonly key: string;
  readonly rows: readonly Row[];
  readonly params: Params;
  /** Members that clients may sort by; without `order`, the list stays as it is. */
  readonly sorts: readonly (keyof Row & string)[];
}

/**
 * A list that fits in memory, sorted and paged as it is asked for, with the members that `fields` names; without a limit
 * all of it. Errors: `input_invalid`.
 */
export function tellList<Row extends Told>({ key, rows, params, sorts }: ToldList<Row>): Response {
  const sorted = sortBy(rows, params, sorts);
  const page = readPage(params, { most: 5_000 });
  const pick = fieldPicker(params);
  if (!page) return answerJson({ [key]: sorted.map(pick) });
  const offset = offsetOf(page, sorted.length);
  const { count, ...rest } = envelopeOf(page, sorted.length);
  return answerJson({ count, [key]: sorted.slice(offset, offset + page.limit).map(pick), ...rest });
}

function sortBy<Row extends Told>(rows: readonly Row[], params: Params, sorts: readonly string[]): readonly Row[] {
  const order = readList(params, 'order')?.map((word) => {
    const isDescending = word.startsWith('-');
    const by = isDescending ? word.slice(1) : word;
    if (!sorts.includes(by)) refuse('order', `This list is not sorted by "${by.slice(0, 40)}".`);
    return { by, isDescending };
  });
  if (!order) return rows;
  return rows.toSorted((a, b) => {
    for (const { by, isDescending } of order) {
      const difference = compare(a[by], b[by]);
      if (difference !== 0) return isDescending ? -difference : difference;
    }
    return 0;
  });
}

/** Numbers by size, everything else as text; what is not told comes first. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return textOf(a).localeCompare(textOf(b));
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
