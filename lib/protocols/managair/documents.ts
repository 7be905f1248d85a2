import type { SortedPage } from '#lib/platform/db/sorted-page.ts';
import { encodeCursor } from '#lib/platform/db/cursor.ts';
import { wrong, type Presentation, type ReadQuery } from './read-query.ts';
import type { ManagairCall } from './exchange.ts';
import { findMany } from './find-things.ts';
import { kinds } from './kinds/kinds.ts';
import type { AnyKind, Relation } from './resource.ts';

/** Name of one thing in a document. */
export interface Identifier {
  readonly type: string;
  readonly id: string;
}

interface ResourceObject extends Identifier {
  readonly attributes?: object;
  readonly relationships?: object;
  readonly links: object;
  readonly meta?: object;
}

/** The absolute address of a thing. */
export function addressOf(call: ManagairCall, kind: AnyKind, id: string): string {
  return call.url(`/${kind.path}/${id}/`);
}

interface Writer {
  readonly call: ManagairCall;
  readonly presentation: Presentation;
  /** Lists have fewer attributes of some kinds. */
  readonly isList: boolean;
}

/** What a relation leads to, once it was followed: ids by the id of the thing it begins at. */
type Followed = ReadonlyMap<string, readonly string[]>;

async function writeThings(
  { call, presentation, isList }: Writer,
  kind: AnyKind,
  { rows, followed }: { readonly rows: readonly unknown[]; readonly followed: ReadonlyMap<string, Followed> },
): Promise<ResourceObject[]> {
  const fields = presentation.fields.get(kind.type) ?? null;
  const isWanted = (name: string) => fields === null || fields.has(name);
  const names = (isList ? kind.listed : undefined) ?? Object.keys(kind.attributes);
  const computing = isList && kind.listed ? undefined : kind.computed;
  const computed = computing?.names.some(isWanted) ? await computing.of(call, rows) : undefined;
  return rows.map((row, index) => {
    const id = kind.idOf(row);
    const self = addressOf(call, kind, id);
    const read = names.flatMap((name) => (isWanted(name) ? [[name, kind.attributes[name]?.(row)] as const] : []));
    const more = Object.entries(computed?.[index] ?? {}).filter(([name]) => isWanted(name));
    const attributes = Object.fromEntries([...read, ...more, ...(isWanted('url') ? [['url', self] as const] : [])]);
    const relations = isList && kind.listed ? [] : Object.entries(kind.relations).filter(([name]) => isWanted(name));
    const relationships = Object.fromEntries(
      relations.flatMap(([name, relation]) => {
        if (relation.isForMembers && kind.isOwn?.(row) === false) return [];
        return [[name, writeRelation({ self, row, id }, name, { relation, followed: followed.get(name) })]];
      }),
    );
    return {
      type: kind.type,
      id,
      ...(Object.keys(attributes).length > 0 && { attributes }),
      ...(Object.keys(relationships).length > 0 && { relationships }),
      links: { self },
    };
  });
}

function writeRelation(
  { self, row, id }: { readonly self: string; readonly row: unknown; readonly id: string },
  name: string,
  { relation, followed }: { readonly relation: Relation<unknown>; readonly followed: Followed | undefined },
): object {
  const links = {
    ...(relation.hasSelf && { self: self.replace(/\/$/, `/relationships/${name}/`) }),
    related: `${self}${relation.segment ?? name}/`,
  };
  const { type, one, many } = relation;
  if (one) {
    const to = one(row);
    return { links, data: to === null ? null : { type, id: to } };
  }
  const ids = followed?.get(id) ?? many?.(row);
  return ids ? { links, data: ids.map((to) => ({ type, id: to })), meta: { count: ids.length } } : { links };
}

/** One thing as a document, with what it includes. */
export async function documentOf(
  call: ManagairCall,
  kind: AnyKind,
  {
    row,
    presentation,
    extra = {},
  }: { readonly row: unknown; readonly presentation: Presentation; readonly extra?: object },
): Promise<object> {
  const writer = { call, presentation, isList: false };
  const { objects, included } = await compound(writer, kind, [row]);
  const [data] = objects;
  const attributes = { ...data?.attributes, ...extra };
  return {
    data: row === null ? null : { ...data, attributes },
    ...(included && { included }),
    links: { self: data ? addressOf(call, kind, data.id) : call.self, describedby: call.url('/schema/') },
  };
}

/** A page of things as a document, with what they include and where to go on. */
export async function listDocumentOf(
  call: ManagairCall,
  kind: AnyKind,
  { page, query }: { readonly page: SortedPage<unknown>; readonly query: ReadQuery },
): Promise<object> {
  const rows = page.rows.map(({ row }) => row);
  const { objects, included } = await compound({ call, presentation: query, isList: true }, kind, rows);
  const paging = pagingOf(call, { page, query });
  const isKeyset = query.numbered === null;
  const data = isKeyset
    ? objects.map((object, index) => ({
        ...object,
        meta: { page: { cursor: encodeCursor(page.rows[index]?.position ?? []) } },
      }))
    : objects;
  return {
    data,
    ...(included && { included }),
    links: paging.links,
    meta: { ...paging.meta, ...notesOf(kind, objects) },
  };
}

/** Words on computed attributes that the page has, beside its numbers: whether they are exact. */
function notesOf({ computed }: AnyKind, objects: readonly ResourceObject[]): object {
  const notes = Object.entries(computed?.notes ?? {});
  const shown = notes.filter(([name]) => objects.some(({ attributes }) => attributes && name in attributes));
  return Object.fromEntries(shown.map(([name, { word }]) => [name, word]));
}

interface Compound {
  readonly objects: readonly ResourceObject[];
  /** Undefined: nothing was asked to come along. */
  readonly included: readonly ResourceObject[] | undefined;
}

/**
 * Writes things and what is to come along, each once and only what something names ("full linkage"). Paths lead from
 * relation to relation. Throws 400 for one that a kind does not have.
 */
async function compound(writer: Writer, kind: AnyKind, rows: readonly unknown[]): Promise<Compound> {
  const { include } = writer.presentation;
  const paths = include ?? (kind.usuallyIncluded ?? []).map((name) => [name]);
  const included = new Map<string, ResourceObject>();
  const objects = await writeWith(writer, kind, { rows, paths, included });
  for (const { type, id } of objects) included.delete(`${type} ${id}`);
  return { objects, included: paths.length === 0 && include === null ? undefined : [...included.values()] };
}

interface Tree {
  readonly rows: readonly unknown[];
  readonly paths: readonly (readonly string[])[];
  readonly included: Map<string, ResourceObject>;
}

async function writeWith(writer: Writer, kind: AnyKind, { rows, paths, included }: Tree): Promise<ResourceObject[]> {
  const followed = new Map<string, Followed>();
  const heads = Map.groupBy(
    paths.filter(([head]) => head !== undefined),
    ([head = '']) => head,
  );
  for (const [name, whole] of heads) {
    const relation = kind.relations[name];
    const other = relation && kinds().get(relation.type);
    if (!other) throw wrong('include', `A ${kind.type} includes no ${name}.`);
    const { byId, found } = await follow(writer.call, { kind, relation, other }, rows);
    followed.set(name, byId);
    const rests = whole.map((path) => path.slice(1)).filter((rest) => rest.length > 0);
    const deeper = { ...writer, isList: false };
    for (const object of await writeWith(deeper, other, { rows: found, paths: rests, included })) {
      included.set(`${object.type} ${object.id}`, object);
    }
  }
  return writeThings(writer, kind, { rows, followed });
}

interface Step {
  readonly kind: AnyKind;
  readonly relation: Relation<unknown>;
  readonly other: AnyKind;
}

/** Follows a relation from some things: ids by where they begin, and each thing found once. */
async function follow(
  call: ManagairCall,
  { kind, relation, other }: Step,
  rows: readonly unknown[],
): Promise<{ readonly byId: Followed; readonly found: unknown[] }> {
  const visible = rows.filter((row) => !(relation.isForMembers && kind.isOwn?.(row) === false));
  const { one, many, filter } = relation;
  const byId = new Map<string, readonly string[]>();
  if (one ?? many) {
    const named = visible.flatMap((row) => (one ? [one(row) ?? []].flat() : (many?.(row) ?? [])));
    const found = await findMany(call, other, named);
    const there = new Set(found.map((row) => other.idOf(row)));
    // What the caller may not see is not named by the includes; the links of the thing itself stay as they are.
    if (many)
      for (const row of visible)
        byId.set(
          kind.idOf(row),
          many(row).filter((id) => there.has(id)),
        );
    return { byId, found };
  }
  const all = new Map<string, unknown>();
  for (const row of visible) {
    const filters = { [filter ?? '']: kind.idOf(row) };
    const page = await other.list(call, { filters, sort: [], page: { kind: 'all' } });
    byId.set(
      kind.idOf(row),
      page.rows.map((one) => other.idOf(one.row)),
    );
    for (const one of page.rows) all.set(other.idOf(one.row), one.row);
  }
  return { byId, found: [...all.values()] };
}

/** Links and numbers of a page: by number as the replaced server gave them, by key as the profile says. */
function pagingOf(
  call: ManagairCall,
  { page, query }: { readonly page: SortedPage<unknown>; readonly query: ReadQuery },
): { readonly links: object; readonly meta: object } {
  const link = (change: Readonly<Record<string, string | null>>) => {
    const parameters = new URLSearchParams(call.query);
    for (const [name, value] of Object.entries(change)) {
      if (value === null) parameters.delete(name);
      else parameters.set(name, value);
    }
    const path = new URL(call.request.url).pathname.replace(/\/?$/, '/').replace(/^\/api\/v1/, '');
    const text = parameters.toString();
    return call.url(text === '' ? path : `${path}?${text}`);
  };
  const common = { self: link({}), describedby: call.url('/schema/') };
  if (query.numbered === null) {
    const [first, last] = [page.rows[0], page.rows.at(-1)];
    const isBackwards = call.query.has('page[before]') && !call.query.has('page[after]');
    const isRange = call.query.has('page[before]') && call.query.has('page[after]');
    const hasNext = isBackwards ? call.query.get('page[before]') !== '' : page.hasMore;
    const hasPrevious = isBackwards ? page.hasMore : (call.query.get('page[after]') ?? '') !== '';
    const next = hasNext && last ? link({ 'page[after]': encodeCursor(last.position), 'page[before]': null }) : null;
    const before = { 'page[before]': encodeCursor(first?.position ?? []), 'page[after]': null };
    const prev = hasPrevious && first ? link(before) : null;
    const truncated = isRange && page.hasMore ? { rangeTruncated: true } : {};
    return { links: { ...common, prev, next }, meta: { page: { total: page.total, ...truncated } } };
  }
  const { number, size } = query.numbered;
  const pages = Math.max(1, Math.ceil(page.total / size));
  const at = (wanted: number) => (wanted < 1 || wanted > pages ? null : link({ 'page[number]': String(wanted) }));
  const links = { ...common, first: at(1), last: at(pages), next: at(number + 1), prev: at(number - 1) };
  return { links, meta: { pagination: { page: number, pages, count: page.total } } };
}
