import { answerJson } from '#lib/platform/http/answer-json.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  boundUnits,
  describeUnits,
  idsOfClients,
  openMap,
  pageUnits,
  resolveStudy,
  type PlacedSearch,
  type UnitDescription,
} from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { envelopeOf, offsetOf, readPage, type AskedPage } from './pages.ts';
import { placeSearches, studyNamed } from './place-searches.ts';
import { readFlag, readIntegers, readText, refuse, type Params } from './read-params.ts';
import { readSearch, type WantedSearch } from './unit-filters.ts';
import { asMobile } from './unit-shapes.ts';

/** Units of a page at the most; fewer with shapes (spec 3.1). */
const mostUnits = 25_000;
const mostShapes = 1_000;
const byPath = [{ by: 'path', isDescending: false }] as const;

/**
 * `GET /api/mobile/orgunits/`: the valid units of the study `app_id`, parents before their children; with `ids` those
 * units whatever their status. The tag of an answer says what it is made of: a phone that shows it again
 * (`if-none-match`) is told at once that nothing has changed.
 */
export async function listMobileUnits(call: IasoCall): Promise<Response> {
  const { ctx, params, query } = call;
  const ids = readIntegers(params, 'ids');
  if (ids) return tellUnits(call, ids);
  const [placed] = await placeSearches(ctx, [readMobileSearch(params)]);
  const searches = placed ? [placed] : [];
  const { key } = placed ? await openMap(ctx, { version: placed.versionId, searches: [placed.search] }) : { key: '' };
  const tag = `"${key}.${Buffer.from(query.toString()).toString('base64url')}"`;
  const headers = { etag: tag, 'cache-control': 'private, no-cache' };
  if (call.request.headers.get('if-none-match') === tag) return new Response(null, { status: 304, headers });
  return answerJson(await readMobileUnits(call, searches), 200, headers);
}

async function readMobileUnits(call: IasoCall, placed: readonly PlacedSearch[]): Promise<object> {
  const { ctx, params } = call;
  const withShapes = readFlag(params, 'shapes') ?? false;
  const most = withShapes ? mostShapes : mostUnits;
  const asked = readPage(params, { most });
  const page: AskedPage = asked ?? { limit: most, page: 1 };
  const runOf = (total: number) => ({ order: byPath, offset: offsetOf(page, total), limit: page.limit });
  const { items, total } = await pageUnits(ctx, runOf, placed);
  const { count, ...envelope } = envelopeOf(page, total);
  if (!asked && envelope.has_next) {
    refuse('limit', `There are ${String(total)} units: ask for them page by page, at most ${String(most)} at once.`);
  }
  const units = await describeUnits(ctx, { ids: items.map(({ id }) => id) }, { withShapes });
  return {
    ...(asked ? { count } : {}),
    orgUnits: units.map(await tellerFor(call, withShapes)),
    ...(asked ? envelope : {}),
    ...(envelope.page === 1 ? { roots: await readRoots(call) } : {}),
  };
}

/** Units that are named, whatever their status; all of them or none, as phones expect. Errors: `not_found`. */
async function tellUnits(call: IasoCall, legacyIds: readonly number[]): Promise<Response> {
  const { ctx, params } = call;
  const withShapes = readFlag(params, 'shapes') ?? false;
  const units = await findUnits(call, `ids:${legacyIds.join(',')}`, withShapes);
  if (units.length !== new Set(legacyIds).size) throw new Problem('not_found');
  return answerJson({ orgUnits: units.map(await tellerFor({ ctx, params }, withShapes)) });
}

/** Units of the study that a text finds, of every status. */
async function findUnits({ ctx, params }: IasoCall, text: string, withShapes: boolean): Promise<UnitDescription[]> {
  const placed = await placeSearches(ctx, [{ ...readMobileSearch(params), text, status: [] }]);
  const { items } = await pageUnits(ctx, () => ({ order: byPath, offset: 0, limit: mostShapes }), placed);
  return describeUnits(ctx, { ids: items.map(({ id }) => id) }, { withShapes });
}

/** `GET /api/mobile/orgunits/boundingbox/`: the box around the units of a study; an empty list when none has a place. */
export async function boundMobileUnits({ ctx, params }: IasoCall): Promise<Response> {
  const box = await boundUnits(ctx, await placeSearches(ctx, [readMobileSearch(params)]));
  const results = box ? [{ northern: box.north, east: box.east, south: box.south, west: box.west }] : [];
  return answerJson({ results });
}

/**
 * `GET /api/mobile/orgunits/{id or uuid}/reference_instances/`: the submissions that stand for a unit. Units have none as
 * long as forms are not collected here, so that the page is empty. Errors: `not_found`.
 */
export async function listReferenceInstances(call: IasoCall): Promise<Response> {
  const { ctx, id, params } = call;
  const app = readText(params, 'app_id') ?? refuse('app_id', 'This field is required.');
  const since = readText(params, 'last_sync');
  if (since !== undefined && Number.isNaN(new Date(since).getTime())) refuse('last_sync', 'This is no instant.');
  const { version } = await resolveStudy(ctx, await studyNamed(ctx, app));
  const ofPhone = /^\d{1,15}$/.test(id) ? undefined : (await idsOfClients(ctx, version.id, [id])).get(id);
  const [unit] = await findUnits(call, `ids:${ofPhone ?? id}`, false);
  if (unit?.status !== 'VALID') throw new Problem('not_found');
  const { count, ...rest } = envelopeOf(readPage(params, { most: 1_000, otherwise: 10 }) ?? { limit: 10, page: 1 }, 0);
  return answerJson({ count, instances: [], ...rest });
}

function readMobileSearch(params: Params): WantedSearch {
  if (readText(params, 'app_id') === undefined) refuse('app_id', 'This field is required.');
  return readSearch({ app_id: params['app_id'] });
}

/** The tops of the trees to which a person is limited; none for who may see everything. */
async function readRoots({ ctx, params }: IasoCall): Promise<number[]> {
  const placed = await placeSearches(ctx, [{ ...readMobileSearch(params), isOfRoots: true }]);
  if (placed.every(({ search: { parentId } }) => parentId === 'root')) return [];
  const { items } = await pageUnits(ctx, () => ({ order: byPath, offset: 0, limit: mostShapes }), placed);
  return (await describeUnits(ctx, { ids: items.map(({ id }) => id) })).map(({ legacyId }) => legacyId);
}

/** A parent that is not valid, or of a type that is not the study's, is not on the phone: its children have none there. */
async function tellerFor(
  { ctx, params }: Pick<IasoCall, 'ctx' | 'params'>,
  withShapes: boolean,
): Promise<(unit: UnitDescription) => object> {
  const { typeIds } = await resolveStudy(ctx, await studyNamed(ctx, readText(params, 'app_id') ?? ''));
  return (unit) => {
    const { reference_instance_id: _none, ...told } = asMobile(unit);
    const isThere = unit.parentStatus === 'VALID' && (typeIds?.includes(unit.parentTypeId ?? '') ?? true);
    return {
      ...told,
      parent_id: isThere ? told.parent_id : null,
      groups: unit.groups.map(({ legacyId }) => legacyId),
      opening_date: unit.openingDate,
      closed_date: unit.closedDate,
      ...(withShapes ? { geo_json: unit.shape ?? null } : {}),
    };
  };
}
