import type { Context } from '#lib/platform/context.ts';
import { countNumbered, selectBounds, selectUnitsFrom, type OpenSearch } from '../data/number-units.sql.ts';
import { registryScope } from '../data/scope.ts';
import { prepareSearches } from '../data/search-units.sql.ts';
import type { FoundUnit, NumberedPage, PlacedSearch } from '../domain/unit-pages.ts';
import { resolveVersion } from './resolve-version.ts';

/** A run of units and how many there are. */
export interface UnitsByNumber {
  readonly items: readonly FoundUnit[];
  /** Of each search. */
  readonly counts: readonly number[];
  readonly total: number;
}

/**
 * Units from an offset on, for protocols whose pages have numbers; the searches may be of different versions. Our own
 * lists page by cursor ({@link listUnits}): that stays quick however far one goes.
 * Errors: `permission_missing`, `not_found` (a version).
 */
export async function pageUnits(
  ctx: Context,
  pageOf: (total: number) => Omit<NumberedPage, 'searches'>,
  placed: readonly PlacedSearch[],
): Promise<UnitsByNumber> {
  const scope = registryScope(ctx);
  const searches = await Promise.all(placed.map((search) => openSearch(ctx, search)));
  if (searches.length === 0) return { items: [], counts: [], total: 0 };
  const counted = await countNumbered(scope, searches);
  const { total } = counted;
  return { ...counted, items: await selectUnitsFrom(scope, { ...pageOf(total), searches, total }) };
}

/** Units found at a time while a whole list is walked. */
const unitsAtATime = 20_000;

/** Every unit that searches find, run by run. Errors: as {@link pageUnits}. */
export async function* walkUnits(
  ctx: Context,
  order: NumberedPage['order'],
  placed: readonly PlacedSearch[],
): AsyncGenerator<readonly FoundUnit[]> {
  const scope = registryScope(ctx);
  const searches = await Promise.all(placed.map((search) => openSearch(ctx, search)));
  if (searches.length === 0) return;
  const { total } = await countNumbered(scope, searches);
  for (let offset = 0; offset < total; offset += unitsAtATime) {
    yield await selectUnitsFrom(scope, { searches, order, total, offset, limit: unitsAtATime });
  }
}

/** Degrees, WGS 84. */
export interface UnitBounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The box around all points and shapes that searches find; null: there are none. Errors: as {@link pageUnits}. */
export async function boundUnits(ctx: Context, placed: readonly PlacedSearch[]): Promise<UnitBounds | null> {
  const searches = await Promise.all(placed.map((search) => openSearch(ctx, search)));
  if (searches.length === 0) return null;
  const { west, south, east, north } = await selectBounds(registryScope(ctx), searches);
  return west === null || south === null || east === null || north === null ? null : { west, south, east, north };
}

async function openSearch(ctx: Context, { versionId, search, withoutIds = [] }: PlacedSearch): Promise<OpenSearch> {
  const { id, trees } = await resolveVersion(ctx, { version: versionId });
  const [prepared] = await prepareSearches(registryScope(ctx), id, [search]);
  return { versionId: id, trees, search: prepared ?? {}, withoutIds };
}
