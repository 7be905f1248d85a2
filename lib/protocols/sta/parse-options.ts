import {
  type EntitySetName,
  type Expansion,
  findNavigation,
  findProperty,
  maxTop,
  type OrderTerm,
  plainQuery,
  type ThingsQuery,
} from '#lib/sensors/index.ts';
import { readSkipToken } from './addresses.ts';
import { parseFilter } from './parse-filter.ts';
import { refuseQuery } from './refuse-query.ts';
import { splitIndexes } from './split-indexes.ts';
import { splitOutside } from './split-outside.ts';

/** Query options of a request and how its answer is written. */
export interface RequestOptions {
  readonly query: ThingsQuery;
  readonly isDataArray: boolean;
}

const optionNames = [
  '$filter',
  '$select',
  '$expand',
  '$orderby',
  '$top',
  '$skip',
  '$skiptoken',
  '$count',
  '$resultFormat',
];

/** An option as the standard writes it; clients write some of them with other capitals. */
export function standardOption([name, value]: readonly [string, string]): readonly [string, string] {
  return [optionNames.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name, value];
}

/** Deepest `$expand` within `$expand`. */
const maxExpandDepth = 5;
/** Most expansions of one entity. */
const maxExpansions = 12;

/** Reads query options `[name, value]`, decoded and by their {@link standardOption}, for a set. Throws `input_invalid` for unknown ones and wrong values. */
export function parseOptions(set: EntitySetName, pairs: readonly (readonly [string, string])[]): RequestOptions {
  const seen = new Set<string>();
  for (const [name] of pairs) {
    if (seen.has(name)) throw refuseQuery(name, 'It is given twice.');
    seen.add(name);
  }
  const format = pairs.find(([name]) => name === '$resultFormat')?.[1];
  if (format !== undefined && format !== 'dataArray') throw refuseQuery('$resultFormat', 'Only dataArray is known.');
  if (format === 'dataArray' && set !== 'Observations')
    throw refuseQuery('$resultFormat', 'Only Observations have it.');
  const rest = pairs.filter(([name]) => name !== '$resultFormat');
  return { query: queryOf(set, rest, 0), isDataArray: format === 'dataArray' };
}

function queryOf(set: EntitySetName, pairs: readonly (readonly [string, string])[], depth: number): ThingsQuery {
  let query = plainQuery;
  for (const [name, value] of pairs) query = { ...query, ...readOption(set, { name, value, depth }) };
  if (query.after !== null && query.orderBy.length > 0) throw refuseQuery('$skiptoken', 'It goes with no $orderby.');
  return query;
}

interface Option {
  readonly name: string;
  readonly value: string;
  readonly depth: number;
}

function readOption(set: EntitySetName, { name, value, depth }: Option): Partial<ThingsQuery> {
  switch (name) {
    case '$filter':
      return { filter: parseFilter(value) };
    case '$select':
      return { select: readSelect(set, value) };
    case '$expand':
      return { expand: readExpand(set, value, depth) };
    case '$orderby':
      return { orderBy: splitOutside(value, ',').map((term) => readTerm(set, term)) };
    case '$top':
      return { top: Math.min(readCount('$top', value), maxTop) };
    case '$skip':
      return { skip: readCount('$skip', value) };
    case '$skiptoken':
      if (depth > 0) throw refuseQuery(name, 'It stands at the top alone.');
      return { after: readPlace(set, value) };
    case '$count':
      if (value !== 'true' && value !== 'false') throw refuseQuery('$count', 'Say true or false.');
      return { isCounted: value === 'true' };
    default:
      throw refuseQuery(name, 'There is no such query option here.');
  }
}

function readSelect(set: EntitySetName, value: string): readonly string[] {
  const names = value.split(',').map((name) => name.trim());
  for (const name of names) {
    const isKnown = name === 'id' || name === '@iot.id' || findProperty(set, name) || findNavigation(set, name);
    if (!isKnown) throw refuseQuery('$select', `${set} have no "${name}".`);
  }
  return names;
}

function readTerm(set: EntitySetName, text: string): OrderTerm {
  const [path = '', direction = 'asc', ...rest] = text.trim().split(/\s+/);
  if (path === '' || rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
    throw refuseQuery('$orderby', `"${text}" is not a property with asc or desc.`);
  }
  const names = path.split('/').flatMap(splitIndexes);
  requireProperty(set, names);
  return { names, isDescending: direction === 'desc' };
}

/** Refuses a term that leads to no property, through whatever navigations. */
function requireProperty(set: EntitySetName, [name = '', ...rest]: readonly string[]): void {
  const navigation = findNavigation(set, name);
  if (navigation && rest.length > 0) requireProperty(navigation.target, rest);
  else if (navigation) throw refuseQuery('$orderby', `${name} are entities: name a property of theirs.`);
  else if (name !== 'id' && name !== '@iot.id' && !findProperty(set, name)) {
    throw refuseQuery('$orderby', `${set} have no "${name}".`);
  }
}

/** Where the page before ended. */
function readPlace(set: EntitySetName, token: string): ThingsQuery['after'] {
  const place = readSkipToken(token);
  if (!place || (set === 'Observations') !== (place.fromAt !== null))
    throw refuseQuery('$skiptoken', 'Follow the link of the page before as it is.');
  return place;
}

function readCount(option: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw refuseQuery(option, 'Give a whole number that is not negative.');
  return Number(value);
}

function readExpand(set: EntitySetName, value: string, depth: number): readonly Expansion[] {
  if (depth >= maxExpandDepth) throw refuseQuery('$expand', 'It is nested too deeply.');
  const items = splitOutside(value, ',').map((item) => readExpansion(set, item.trim(), depth));
  if (items.length > maxExpansions) throw refuseQuery('$expand', 'It has too many parts.');
  return mergeExpansions(items);
}

/** `Datastreams/Observations($top=1)`: what follows the slash is an expansion within the first. */
function readExpansion(set: EntitySetName, item: string, depth: number): Expansion {
  const parts = /^([A-Za-z]+)(?:\/(.+)|\((.*)\))?$/s.exec(item);
  const navigation = parts && findNavigation(set, parts[1] ?? '');
  if (!navigation) throw refuseQuery('$expand', `${set} lead to nothing called "${item}".`);
  const [, , deeper, options] = parts;
  if (deeper !== undefined) {
    const expand = readExpand(navigation.target, deeper, depth + 1);
    return { navigation: navigation.name, query: { ...plainQuery, expand }, options: [['$expand', deeper]] };
  }
  const pairs = options === undefined ? [] : splitOutside(options, ';').map(pairOf);
  return { navigation: navigation.name, query: queryOf(navigation.target, pairs, depth + 1), options: pairs };
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return standardOption(at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1)]);
}

/** `A/B,A/C` expands A once, with both in it. */
function mergeExpansions(items: readonly Expansion[]): Expansion[] {
  const byName = Map.groupBy(items, ({ navigation }) => navigation);
  return [...byName.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (!first) return [];
    const expand = mergeExpansions(same.flatMap(({ query }) => query.expand));
    const optioned = [first, ...others].find(({ query }) => query.filter !== null || query.select !== null) ?? first;
    const told = optioned.options.filter(([name]) => name !== '$expand');
    const deeper = same.flatMap(({ options }) =>
      options.filter(([name]) => name === '$expand').map(([, value]) => value),
    );
    const options = deeper.length > 0 ? [...told, ['$expand', deeper.join(',')] as const] : told;
    return [{ navigation: first.navigation, query: { ...optioned.query, expand }, options }];
  });
}
