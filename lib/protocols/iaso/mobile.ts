import { answerJson } from '#lib/platform/http/answer-json.ts';
import { boundUnits, describeUnits, pageUnits, type UnitDescription } from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { envelopeOf, offsetOf, readPage } from './pages.ts';
import { placeSearches } from './place-searches.ts';
import { readFlag, readList, readText, refuse, type Params } from './read-params.ts';
import { readSearch, type WantedSearch } from './unit-filters.ts';
import { asMobile } from './unit-shapes.ts';

/** Units of a page at the most; fewer with shapes (spec 3.1). */
const mostUnits = 25_000;
const mostShapes = 1_000;
const byPath = [{ by: 'path', isDescending: false }] as const;

/** `GET /api/mobile/orgunits/`: the valid units of the study `app_id`, parents before their children. */
export async function listMobileUnits({ ctx, params }: IasoCall): Promise<Response> {
  const search = readMobileSearch(params);
  const withShapes = readFlag(params, 'shapes') ?? false;
  const limits = { most: withShapes ? mostShapes : mostUnits };
  const asked = readPage(params, limits);
  const page = asked ?? { limit: limits.most, page: 1 };
  const placed = await placeSearches(ctx, [search]);
  const runOf = (total: number) => ({ order: byPath, offset: offsetOf(page, total), limit: page.limit });
  const { items, total } = await pageUnits(ctx, runOf, placed);
  const envelope = envelopeOf(page, total);
  if (!asked && envelope.has_next) {
    refuse(
      'limit',
      `There are ${String(total)} units: ask for them page by page, at most ${String(limits.most)} at once.`,
    );
  }
  const units = await describeUnits(ctx, { ids: items.map(({ id }) => id) }, { withShapes });
  const { count, ...rest } = envelope;
  return answerJson({
    ...(asked ? { count } : {}),
    orgUnits: units.map((unit) => asMobileUnit(unit, withShapes)),
    ...(asked ? rest : {}),
    ...(envelope.page === 1 ? { roots: await readRoots(ctx, search) } : {}),
  });
}

/** `GET /api/mobile/orgunits/boundingbox/`: the box around the units of a study; an empty list when none has a place. */
export async function boundMobileUnits({ ctx, params }: IasoCall): Promise<Response> {
  const box = await boundUnits(ctx, await placeSearches(ctx, [readMobileSearch(params)]));
  const results = box ? [{ northern: box.north, east: box.east, south: box.south, west: box.west }] : [];
  return answerJson({ results });
}

function readMobileSearch(params: Params): WantedSearch {
  if (readText(params, 'app_id') === undefined) refuse('app_id', 'This field is required.');
  const ids = readList(params, 'ids');
  const search = readSearch({ app_id: params['app_id'] });
  return ids ? { ...search, text: `ids:${ids.join(',')}` } : search;
}

/** The tops of the trees to which a person is limited; none for who may see everything. */
async function readRoots(ctx: IasoCall['ctx'], search: WantedSearch): Promise<number[]> {
  const placed = await placeSearches(ctx, [{ ...search, text: undefined, isOfRoots: true }]);
  if (placed.every(({ search: { parentId } }) => parentId === 'root')) return [];
  const { items } = await pageUnits(ctx, () => ({ order: byPath, offset: 0, limit: mostShapes }), placed);
  return (await describeUnits(ctx, { ids: items.map(({ id }) => id) })).map(({ legacyId }) => legacyId);
}

/** A parent that is not valid is not on the phone: its children stand without one. */
function asMobileUnit(unit: UnitDescription, withShapes: boolean) {
  const told = asMobile(unit);
  return {
    ...told,
    parent_id: unit.parentStatus === 'VALID' ? told.parent_id : null,
    ...(withShapes ? { geo_json: unit.shape ?? null } : {}),
  };
}
