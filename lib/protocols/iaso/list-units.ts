import { answerJson } from '#lib/platform/http/answer-json.ts';
import { listStudies } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import {
  describeAncestors,
  describeUnits,
  pageUnits,
  walkUnits,
  type FoundUnit,
  type PlacedSearch,
  type UnitDescription,
} from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { envelopeOf, offsetOf, readPage, type AskedPage } from './pages.ts';
import { fieldPicker } from './pick-fields.ts';
import { placeSearches } from './place-searches.ts';
import { readFlag, readText, refuse, type Params } from './read-params.ts';
import { readSearches } from './unit-filters.ts';
import { streamText } from './stream-text.ts';
import { askedFile, giveUnitsFile } from './unit-files.ts';
import { readOrder, type UnitOrder } from './unit-order.ts';
import { asLocation, asMobile, asRow, asShaped, asSmall, type Project, type Surroundings } from './unit-shapes.ts';

/** Rows of a page at the most: of the search, of the light one, and of places with their shapes. */
const most = { rows: 5_000, small: 10_000, locations: 10_000 } as const;
/** Units that are read at a time when a whole list is written. */
const unitsAtATime = 1_000;
/** The same with shapes, which can be large. */
const shapesAtATime = 100;

interface ListOrder {
  readonly placed: readonly PlacedSearch[];
  readonly areMany: boolean;
  readonly order: UnitOrder;
}

/** `GET /api/orgunits/`: what comes is decided by the parameters (spec 3.1). */
export async function listOrgUnits(call: IasoCall): Promise<Response> {
  const { ctx, params } = call;
  const file = askedFile(params);
  if (file !== null) return giveUnitsFile(call, file);
  const { searches, areMany } = readSearches(params);
  const isMap = readText(params, 'asLocation') !== undefined;
  const list = {
    placed: await placeSearches(
      ctx,
      searches.map((one) => (isMap ? { ...one, geography: one.geography ?? 'any' } : one)),
    ),
    areMany,
    order: readOrder(params),
  };
  if (isMap) return listLocations(ctx, list, params);
  const isSmall = readText(params, 'smallSearch') !== undefined;
  const page = readPage(params, { most: isSmall ? most.small : most.rows });
  if (page) return listPage(ctx, list, { page, isSmall, params });
  return readText(params, 'withShapes') === undefined
    ? streamUnits(ctx, list, { atATime: unitsAtATime, withShapes: false, write: asMobile })
    : streamUnits(ctx, list, { atATime: shapesAtATime, withShapes: true, write: asShaped });
}

async function listPage(
  ctx: Context,
  { placed, areMany, order }: ListOrder,
  { page, isSmall, params }: { readonly page: AskedPage; readonly isSmall: boolean; readonly params: Params },
): Promise<Response> {
  const runOf = (total: number) => ({ order, offset: offsetOf(page, total), limit: page.limit });
  const { items, counts, total } = await pageUnits(ctx, runOf, placed);
  const units = await describeUnits(ctx, { ids: items.map(({ id }) => id) });
  const around = await surroundingsOf(ctx, units);
  const indexOf = indexes(items, areMany);
  const { count, ...rest } = envelopeOf(page, total);
  const pick = fieldPicker(params);
  return answerJson({
    count,
    counts: areMany ? counts.map((one, index) => ({ index, count: one })) : [],
    orgunits: units.map((unit) => pick((isSmall ? asSmall : asRow)(unit, indexOf(unit), around))),
    ...rest,
  });
}

/** Places for a map: the first so many that have a point or a shape. */
async function listLocations(ctx: Context, { placed, areMany, order }: ListOrder, params: Params): Promise<Response> {
  const page = readPage(params, { most: most.locations });
  if (!page) return refuse('limit', 'A limit is wanted with asLocation.');
  const { items } = await pageUnits(ctx, () => ({ order, offset: 0, limit: page.limit }), placed);
  const units = await describeUnits(ctx, { ids: items.map(({ id }) => id) }, { withShapes: true });
  const around = readFlag(params, 'withParents') ? await surroundingsOf(ctx, units) : null;
  const indexOf = indexes(items, areMany);
  return answerJson(units.map((unit) => asLocation(unit, indexOf(unit), around)));
}

interface StreamedList {
  readonly atATime: number;
  readonly withShapes: boolean;
  readonly write: (unit: UnitDescription, searchIndex: number | null) => object;
}

/** A list without a limit is as long as it is: it is written while it is read, never whole in memory. */
function streamUnits(ctx: Context, { placed, areMany, order }: ListOrder, stream: StreamedList): Response {
  async function* parts() {
    yield '{"orgUnits":[';
    let comma = '';
    for await (const run of walkUnits(ctx, order, placed)) {
      const indexOf = indexes(run, areMany);
      for (let at = 0; at < run.length; at += stream.atATime) {
        const ids = run.slice(at, at + stream.atATime).map(({ id }) => id);
        for (const unit of await describeUnits(ctx, { ids }, { withShapes: stream.withShapes })) {
          yield `${comma}${JSON.stringify(stream.write(unit, indexOf(unit)))}`;
          comma = ',';
        }
      }
    }
    yield ']}';
  }
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return new Response(streamText(parts()), { headers });
}

/** Everything above units and the projects that the reader sees. */
export async function surroundingsOf(
  ctx: Context,
  units: readonly UnitDescription[],
  parts: { readonly withShapes?: boolean } = {},
): Promise<Surroundings> {
  const studies = await listStudies(ctx);
  const projects = studies.map(({ id, name, key }): [string, Project] => [id, { id, name, app_id: key }]);
  return { above: await describeAncestors(ctx, units, parts), projects: new Map(projects) };
}

/** Which search found a unit; null when there was only one. */
function indexes(items: readonly FoundUnit[], areMany: boolean): (unit: UnitDescription) => number | null {
  const found = new Map(items.map(({ id, searchIndex }) => [id, searchIndex]));
  return ({ id }) => (areMany ? (found.get(id) ?? 0) : null);
}
