import { SizedCache } from '#lib/platform/cache/sized-cache.ts';
import type { Context } from '#lib/platform/context.ts';
import { registryScope } from '../data/scope.ts';
import { selectKinds, selectTypeNames, type KindRow } from '../data/tile-points.sql.ts';
import { toLonLat, worldUnits } from '../domain/tile-address.ts';
import type { UnitSelection } from '../domain/unit-list-query.ts';
import type { MapSummary } from '../domain/unit-tile.ts';
import { openMap } from './map-state.ts';

const summaries = new SizedCache<MapSummary>(200);

/**
 * What the map of a selection shows, in numbers: where it is, and how many units of each type, status and search.
 * Errors: `permission_missing`, `not_found` (the version). Cost: reads every unit of the selection once after a change.
 */
export async function summarizeMap(ctx: Context, selection: UnitSelection): Promise<MapSummary> {
  const { units, key } = await openMap(ctx, selection);
  return summaries.get(key, async () => {
    const rows = await selectKinds(registryScope(ctx), units);
    const typeIds = [...new Set(rows.flatMap(({ typeId }) => typeId ?? []))];
    const types = await selectTypeNames(registryScope(ctx), typeIds);
    return { value: { bounds: boundsOf(rows), types, kinds: rows.map(withoutSides) }, size: 1 };
  });
}

function withoutSides({ west: _w, east: _e, north: _n, south: _s, ...kind }: KindRow) {
  return kind;
}

function boundsOf(rows: readonly KindRow[]): MapSummary['bounds'] {
  const sides = (side: 'west' | 'east' | 'north' | 'south') => rows.flatMap((row) => row[side] ?? []);
  if (sides('west').length === 0) return null;
  const within = (units: number) => Math.max(0, Math.min(worldUnits, units));
  const [west, north] = toLonLat(within(Math.min(...sides('west'))), within(Math.min(...sides('north'))));
  const [east, south] = toLonLat(within(Math.max(...sides('east'))), within(Math.max(...sides('south'))));
  return [west, south, east, north];
}
