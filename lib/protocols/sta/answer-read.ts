import { answerJson } from '#lib/platform/http/answer-json.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findNavigation, plainQuery, type ThingRow, type ThingRows, type ThingSource } from '#lib/sensors/index.ts';
import { addressOf, idValue, nextPage, withOptions } from './addresses.ts';
import { dataArrayQuery, renderDataArrays } from './data-array.ts';
import { parseOptions, standardOption } from './parse-options.ts';
import { isOneEntity, type ResourcePath } from './parse-path.ts';
import { renderLinks, renderPage, renderThing } from './render-things.ts';
import { splitIndexes } from './split-indexes.ts';

export interface Reading {
  readonly url: URL;
  /** Address of the service. */
  readonly root: string;
  readonly resource: ResourcePath;
}

/** Answers a GET of any resource path (OGC 18-088, section 9.2). Throws `not_found` and `input_invalid`. */
export async function answerRead(things: ThingSource, { url, root, resource }: Reading): Promise<Response> {
  const { steps, property, ending } = resource;
  const last = steps.at(-1);
  if (!last) throw new Problem('not_found');
  const { set } = last;
  const pairs = [...url.searchParams].map(standardOption);
  const { query, isDataArray } = parseOptions(set, pairs);
  if (isOneEntity(steps)) {
    if (property) return answerProperty(await things.get({ steps, query: plainQuery }), property, ending);
    const row = await things.get({ steps, query });
    if (ending === 'ref') return answerJson({ '@iot.selfLink': addressOf(root, set, row.id) });
    return answerJson(renderThing(row, { root, set, query }));
  }
  const before = steps.at(-2);
  const isOrdered = before && findNavigation(before.set, last.navigation ?? '')?.isOrdered === true;
  const nextOf = ({ rows }: ThingRows) =>
    withOptions(`${url.origin}${url.pathname}`, nextPage(pairs, query, isOrdered ? undefined : rows.at(-1)));
  if (isDataArray) {
    const page = await things.list({ steps, query: dataArrayQuery(query) });
    return answerJson(renderDataArrays(page, { root, query, next: nextOf(page) }));
  }
  const page = await things.list({ steps, query });
  const rendering = { root, set, query };
  const next = nextOf(page);
  return answerJson(ending === 'ref' ? renderLinks(page, rendering, next) : renderPage(page, rendering, next));
}

/** A property of an entity: an object with it alone, or its bare text; nothing in it is 204. */
function answerProperty(row: ThingRow, segments: readonly string[], ending: ResourcePath['ending']): Response {
  const [name = '', ...within] = segments.flatMap(splitIndexes);
  const first: unknown = name === '@iot.id' ? idValue(row.id) : row.values[name];
  const value = within.reduce<unknown>((outer, inner) => {
    const isThere = typeof outer === 'object' && outer !== null && Object.hasOwn(outer, inner);
    if (!isThere) throw new Problem('not_found');
    return (outer as Record<string, unknown>)[inner];
  }, first);
  if (value === null || value === undefined) return new Response(null, { status: 204 });
  if (ending !== 'value') return answerJson({ [segments.at(-1) ?? name]: value });
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
}
