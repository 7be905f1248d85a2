import { answerJson } from '#lib/platform/http/answer-json.ts';
import { describeUnits, pageUnits } from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { envelopeOf, offsetOf, readPage } from './pages.ts';
import { placeSearches } from './place-searches.ts';
import { readFlag, readInteger, type Params } from './read-params.ts';
import { readSearch, readStatuses, type WantedSearch } from './unit-filters.ts';
import { readOrder } from './unit-order.ts';
import { asTreeRow } from './unit-shapes.ts';

/** Units of one level at the most: more than a person can look through. */
const mostOfLevel = 20_000;
const rowsOfSearch = { most: 500, otherwise: 10 } as const;

/** `GET /api/orgunits/tree/`: the units below one, or the tops of what the person may see. Not paged, as in Iaso. */
export async function listTree(call: IasoCall): Promise<Response> {
  return answerJson(await readLevel(call));
}

/** `GET /api/orgunits/treesearch/`: the same in the older envelope. */
export async function listOldTree(call: IasoCall): Promise<Response> {
  return answerJson({ orgunits: await readLevel(call) });
}

async function readLevel({ ctx, query, params }: IasoCall): Promise<object[]> {
  const parent = readInteger(params, 'parent_id');
  const isWhole = readFlag(params, 'force_full_tree') ?? false;
  const level: WantedSearch = {
    ...readTreeSearch(query, params),
    parent: parent || isWhole ? parent || 'root' : undefined,
    isOfRoots: !parent && !isWhole,
  };
  const run = { order: readOrder(params), offset: 0, limit: mostOfLevel };
  const { items } = await pageUnits(ctx, () => run, await placeSearches(ctx, [level]));
  const units = await describeUnits(ctx, { ids: items.map(({ id }) => id) }, { withChildren: true });
  return units.map(asTreeRow);
}

/** `GET /api/orgunits/tree/search/`: units anywhere in the tree whose name has the text. */
export async function searchTree({ ctx, query, params }: IasoCall): Promise<Response> {
  const page = readPage(params, rowsOfSearch) ?? { limit: rowsOfSearch.otherwise, page: 1 };
  const order = readOrder(params);
  const runOf = (total: number) => ({ order, offset: offsetOf(page, total), limit: page.limit });
  const { items, total } = await pageUnits(ctx, runOf, await placeSearches(ctx, [readTreeSearch(query, params)]));
  const units = await describeUnits(ctx, { ids: items.map(({ id }) => id) }, { withChildren: true });
  const { count, ...rest } = envelopeOf(page, total);
  return answerJson({ count, results: units.map(asTreeRow), ...rest });
}

/** The tree names sources and statuses in its own way: `data_source_id`, and `validation_status` several times. */
function readTreeSearch(query: URLSearchParams, params: Params): WantedSearch {
  const { search, version } = params;
  const found = readSearch({ search, version, source: params['data_source_id'] ?? params['source'] });
  return { ...found, status: readStatuses({ validation_status: query.getAll('validation_status') }, []) };
}
