import { z } from 'zod';
import { decodeCursor } from '#lib/platform/db/cursor.ts';
import type { PageWish, SortKey, SortPosition } from '#lib/platform/db/sorted-page.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { ApiError } from './errors.ts';
import type { ListQuery } from './list-query.ts';
import type { AnyKind } from './resource.ts';

/** Things that a list gives unless it is asked for pages: the replaced server gave all, of which nobody can say how many. */
const usualSize = 1000;
/** Largest page that can be asked for. */
const largestSize = 1000;

/** How an answer is to be written. */
export interface Presentation {
  /** Relations that come along, as paths; null: what is usual. */
  readonly include: readonly (readonly string[])[] | null;
  /** Members to write, by type. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface ReadQuery extends Presentation {
  readonly list: ListQuery;
  /** Number of the page and its size; null: pages by key. */
  readonly numbered: { readonly number: number; readonly size: number } | null;
  readonly others: Readonly<Record<string, string>>;
}

/** Parameters that an address takes besides those of JSON:API. */
export interface KnownParameters {
  readonly filters: readonly string[];
  readonly others: readonly string[];
  readonly isList: boolean;
}

const positionSchema: z.ZodType<SortPosition> = z
  .array(z.union([z.string(), z.number()]))
  .min(1)
  .max(10);

/**
 * Reads the parameters of a request. Unknown ones, and those that come twice, are 400 (managair.md 5), with the name of
 * the parameter.
 */
export function readQuery(query: URLSearchParams, kind: AnyKind, known: KnownParameters): ReadQuery {
  const filters: Record<string, string> = {};
  const fields = new Map<string, ReadonlySet<string>>();
  const pages: Record<string, string> = {};
  const others: Record<string, string> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    const [value = ''] = values;
    const [, family = '', member = ''] = /^(filter|fields|page)\[([^[\]]*)\]$/.exec(name) ?? [];
    if (values.length > 1) throw wrong(name, `The parameter ${name} came more than once.`);
    if (family === 'filter' && known.filters.includes(member)) filters[member] = readFilter(name, member, value);
    else if (family === 'fields') fields.set(member, new Set(value.split(',').filter((field) => field !== '')));
    else if (family === 'page' && known.isList && pageParameters.includes(member)) pages[member] = value;
    else if (known.others.includes(name)) others[name] = value;
    else if (!(name === 'include' || (name === 'sort' && known.isList))) {
      throw wrong(name, `invalid query parameter: ${name}`);
    }
  }
  const { page, numbered } = readPage(pages);
  const sort = readSort(query.get('sort'), kind);
  return { list: { filters, sort, page }, numbered, include: readInclude(query.get('include')), fields, others };
}

/** Filters that name things by their ids. */
const integerFilters = ['organization', 'site', 'room', 'user'];
const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

function readFilter(name: string, member: string, value: string): string {
  if (integerFilters.includes(member) && !/^\d{1,15}$/.test(value)) throw wrong(name, `${name} is an integer.`);
  if (member === 'node' && !uuid.test(value)) throw wrong(name, `${name} is the id of a node.`);
  return value;
}

const pageParameters = ['number', 'size', 'after', 'before'];

function readSort(text: string | null, { sortable }: AnyKind): SortKey[] {
  const names = (text ?? '').split(',').filter((name) => name !== '');
  return names.map((name) => {
    const key = name.replace(/^-/, '');
    if (!sortable.includes(key)) throw wrong('sort', `This list cannot be sorted by ${key}.`);
    return { key, isDescending: name.startsWith('-') };
  });
}

function readInclude(text: string | null): Presentation['include'] {
  if (text === null) return null;
  return text
    .split(',')
    .filter((path) => path !== '')
    .map((path) => path.split('.'));
}

function readPage(pages: Readonly<Record<string, string>>): Pick<ReadQuery, 'numbered'> & { readonly page: PageWish } {
  const { number, size, after, before } = pages;
  const limit = readCount('page[size]', size, { usual: usualSize, most: largestSize });
  if (after !== undefined || before !== undefined) {
    if (number !== undefined) throw wrong('page[number]', 'Pages go by number or by key, not by both.');
    const page = { kind: 'keyset', limit, after: readKey('after', after), before: readKey('before', before) } as const;
    return { page, numbered: null };
  }
  const at = readCount('page[number]', number, { usual: 1, most: Number.MAX_SAFE_INTEGER / largestSize });
  return { page: { kind: 'numbered', offset: (at - 1) * limit, limit }, numbered: { number: at, size: limit } };
}

function readCount(
  name: string,
  text: string | undefined,
  { usual, most }: { readonly usual: number; readonly most: number },
): number {
  if (text === undefined) return usual;
  const count = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > most) throw wrong(name, `${name} is a number from 1 to ${String(Math.floor(most))}.`);
  return count;
}

/** An empty key is the beginning (or the end) of the list. */
function readKey(name: 'after' | 'before', text: string | undefined): SortPosition | null {
  if (text === undefined || text === '') return null;
  try {
    return decodeCursor(positionSchema, text);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw wrong(`page[${name}]`, 'This is no key that the list has given.');
  }
}

/** What is wrong with a parameter of the address: 400. */
export function wrong(parameter: string, detail: string): ApiError {
  return new ApiError(400, detail, { parameter });
}
