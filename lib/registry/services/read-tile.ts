import { encodeTile } from '#lib/formats/mvt/encode-tile.ts';
import type { MvtFeature, MvtLayer } from '#lib/formats/mvt/tile.ts';
import { SizedCache } from '#lib/platform/cache/sized-cache.ts';
import type { Context } from '#lib/platform/context.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import { selectGathered, selectNames } from '../data/tile-points.sql.ts';
import { selectShapeLayer, selectShapes, type TileShape } from '../data/tile-shapes.sql.ts';
import { tileExtent, type TileAddress } from '../domain/tile-address.ts';
import type { UnitSelection } from '../domain/unit-list-query.ts';
import {
  cellPosition,
  cellPower,
  gatherCells,
  tileLayers,
  type Gathered,
  type TileCell,
  type TileDetail,
} from '../domain/unit-tile.ts';
import { openMap, type MapState } from './map-state.ts';

export interface ReadTileInput {
  readonly selection: UnitSelection;
  readonly address: TileAddress;
  readonly detail: TileDetail;
  /** The tag that the caller has; when it is still that of the tile, nothing is sent. */
  readonly knownTag?: string | null;
  /** Who writes the shapes: the database (a server only) or this process. Left out: the database where it can. */
  readonly encoder?: 'database' | 'process';
}

export interface ReadTile {
  /** Says what the tile is made of: the same tag, the same tile. */
  readonly tag: string;
  /** A Mapbox Vector Tile; null: the caller has it. */
  readonly tile: Uint8Array | null;
}

/** Room for tiles in a process, bytes. */
const tileRoomBytes = 64 * 1024 * 1024;
/** Room for gathered maps in a process, rows. */
const gatheredRoomRows = 500_000;
/** Grid over the world (as a power of 2) from which the tiles of wide zooms are put together, so that units are read once for all. */
const widePower = 9;

const tiles = new SizedCache<Uint8Array>(tileRoomBytes);
const wideMaps = new SizedCache<readonly Gathered[]>(gatheredRoomRows);

/**
 * A vector tile of the units that some searches find: layer `points` (clusters with `count`, single units with `id` and
 * `name`; each with `cell`, `total` of the cell, `typeId`, `status`, `search`) and layer `shapes` (`id`, `name`, `typeId`,
 * `status`, `search`, `depth`, `hasPoint`: it is among the points too). Every unit with a position is in exactly one tile of a zoom as a point, or is drawn as a
 * shape, or both when it has a location and a shape that is large enough to be seen.
 * Errors: `permission_missing`, `not_found` (the version). Cost: one index range; nothing while units stay as they are.
 */
export async function readTile(ctx: Context, input: ReadTileInput): Promise<ReadTile> {
  const map = await openMap(ctx, input.selection);
  const { z: zoom, x, y } = input.address;
  const tag = `${map.key}-${[zoom, x, y].join('-')}-${input.detail}-${input.encoder ?? ''}`;
  if (tag === input.knownTag) return { tag, tile: null };
  const tile = await tiles.get(tag, async () => {
    const value = await makeTile(registryScope(ctx), map, input);
    return { value, size: value.length + tag.length };
  });
  return { tag, tile };
}

async function makeTile(scope: RegistryScope, map: MapState, input: ReadTileInput): Promise<Uint8Array> {
  const encoder = input.encoder ?? (scope.db.kind === 'server' ? 'database' : 'process');
  const points = encodeTile([await pointLayer(scope, map, input)]);
  const shapes =
    encoder === 'database'
      ? await selectShapeLayer(scope, map.units, input.address)
      : encodeTile([shapeLayer(await selectShapes(scope, map.units, input.address))]);
  return Buffer.concat([points, shapes]);
}

async function pointLayer(scope: RegistryScope, map: MapState, input: ReadTileInput): Promise<MvtLayer> {
  const { address, detail } = input;
  const cells = gatherCells(await gathered(scope, map, input), address, detail);
  const alone = cells.filter(({ total }) => total === 1).map(({ one }) => one);
  const named = alone.length === 0 ? [] : await selectNames(scope, map.units, { cells: alone, zoom: address.z });
  const names = new Map(named.map(({ one, id, name }) => [one, { id, name }]));
  return {
    name: tileLayers.points,
    extent: tileExtent,
    features: cells.map((cell) => ({
      geometry: { kind: 'point', points: [cellPosition(cell, address)] },
      properties: { ...cellProperties(cell), ...(cell.total === 1 ? names.get(cell.one) : undefined) },
    })),
  };
}

/** Units of a tile, gathered: for wide zooms out of the whole map, which is read once. */
function gathered(scope: RegistryScope, { units, key }: MapState, { address, detail }: ReadTileInput) {
  const power = address.z + cellPower[detail];
  if (power > widePower) return selectGathered(scope, units, { address, power, toZoom: address.z });
  return wideMaps.get(key, async () => {
    const world = { address: { z: 0, x: 0, y: 0 }, power: widePower, toZoom: widePower };
    const value = await selectGathered(scope, units, world);
    return { value, size: value.length + 1 };
  });
}

function cellProperties({ cell, count, total, typeId, status, search }: TileCell) {
  return { cell, count, total, status, search, ...(typeId === null ? {} : { typeId }) };
}

function shapeLayer(shapes: readonly TileShape[]): MvtLayer {
  return { name: tileLayers.shapes, extent: tileExtent, features: shapes.map(shapeFeature) };
}

function shapeFeature({ properties: { typeId, ...properties }, polygons }: TileShape): MvtFeature {
  // Rings come closed; a tile closes them by a command.
  const open = polygons.map((rings) => rings.map((ring) => ring.slice(0, -1)));
  return {
    geometry: { kind: 'polygon', polygons: open },
    properties: { ...properties, ...(typeId === null ? {} : { typeId }) },
  };
}
