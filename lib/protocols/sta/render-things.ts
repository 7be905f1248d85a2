import {
  type EntitySetName,
  entitySets,
  findNavigation,
  type ThingRow,
  type ThingRows,
  type ThingsQuery,
} from '#lib/sensors/index.ts';
import { addressOf, idValue, nextPage, withOptions } from './addresses.ts';

export interface Rendering {
  /** Address of the service, without a slash at its end. */
  readonly root: string;
  readonly set: EntitySetName;
  readonly query: ThingsQuery;
}

/** Members of observations that are told even when there is nothing in them. */
const alwaysTold = new Set(['result', 'resultTime']);

/** An entity as JSON (OGC 18-088, section 9.2.2): its id and links, what it holds, and what was expanded. */
export function renderThing(row: ThingRow, { root, set, query }: Rendering): Readonly<Record<string, unknown>> {
  const self = addressOf(root, set, row.id);
  const isWanted = (...names: readonly string[]) =>
    query.select === null || names.some((name) => query.select?.includes(name));
  const told: Record<string, unknown> = {};
  if (isWanted('id', '@iot.id')) Object.assign(told, { '@iot.id': idValue(row.id), '@iot.selfLink': self });
  for (const { name } of entitySets[set].properties) {
    const value = row.values[name];
    const isTold = value !== null || (set === 'Observations' && alwaysTold.has(name));
    if (name in row.values && isTold) told[name] = value;
  }
  for (const { name } of entitySets[set].navigations) {
    if (name in row.expanded) Object.assign(told, renderExpanded(row, { root, set, query }, name));
    else if (isWanted(name) && leadsSomewhere(row, name)) told[`${name}@iot.navigationLink`] = `${self}/${name}`;
  }
  return told;
}

/** An observation is of one of two sorts of streams: the other is not told of. */
function leadsSomewhere({ isMulti }: ThingRow, navigation: string): boolean {
  if (isMulti === null) return true;
  return navigation !== (isMulti ? 'Datastream' : 'MultiDatastream');
}

function renderExpanded(row: ThingRow, { root, set, query }: Rendering, name: string): object {
  const navigation = findNavigation(set, name);
  const expansion = query.expand.find((one) => one.navigation === name);
  const content = row.expanded[name] ?? null;
  if (!navigation || !expansion || content === null) return { [name]: null };
  const inner: Rendering = { root, set: navigation.target, query: expansion.query };
  if (!('rows' in content)) return { [name]: renderThing(content, inner) };
  const { top } = expansion.query;
  const next = withOptions(
    `${addressOf(root, set, row.id)}/${name}`,
    nextPage(expansion.options, expansion.query, navigation.isOrdered ? undefined : content.rows.at(-1)),
  );
  return {
    ...(content.count === null ? {} : { [`${name}@iot.count`]: content.count }),
    [name]: content.rows.map((one) => renderThing(one, inner)),
    ...(content.hasMore && top > 0 ? { [`${name}@iot.nextLink`]: next } : {}),
  };
}

/** A page as JSON; `next`: where the one after it is. */
export function renderPage(page: ThingRows, rendering: Rendering, next: string): object {
  return {
    ...countAndNext(page, rendering.query, next),
    value: page.rows.map((row) => renderThing(row, rendering)),
  };
}

/** Links alone (OGC 18-088, section 9.2.7). */
export function renderLinks(page: ThingRows, { root, set, query }: Rendering, next: string): object {
  const value = page.rows.map(({ id }) => ({ '@iot.selfLink': addressOf(root, set, id) }));
  return { ...countAndNext(page, query, next), value };
}

/** Members of a page beside its entities. */
export function countAndNext({ count, hasMore }: ThingRows, { top }: ThingsQuery, next: string): object {
  return {
    ...(count === null ? {} : { '@iot.count': count }),
    ...(hasMore && top > 0 ? { '@iot.nextLink': next } : {}),
  };
}
