import { z } from 'zod';

/** Zooms at which tiles are made; the deepest shows 7 m across a tile. */
export const deepestZoom = 22;
/** Width and height of a tile in its own units. */
export const tileExtent = 4096;
/** Units beside a tile that its shapes reach into, so that borders of tiles are not seen as borders. */
const bufferUnits = 64;
/** Width of the world in the units in which the database keeps places on the map (2^30). */
export const worldUnits = 2 ** 30;
/** Circumference of the earth in Web Mercator (EPSG:3857), m. */
const worldM = 2 * Math.PI * 6_378_137;

/** Which tile: zoom, column from the west, row from the north. */
export const tileAddressSchema = z
  .object({
    z: z.coerce.number().int().min(0).max(deepestZoom),
    x: z.coerce.number().int().min(0),
    y: z.coerce.number().int().min(0),
  })
  .refine(({ z: zoom, x, y }) => x < 2 ** zoom && y < 2 ** zoom, { error: 'There is no such tile at this zoom.' });
export type TileAddress = z.infer<typeof tileAddressSchema>;

/** [west, south, east, north], degrees, WGS 84. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** First and behind the last place of a tile in the order of the database's `map_cell`; whole numbers too large for doubles. */
export function cellRange({ z: zoom, x, y }: TileAddress): readonly [from: bigint, before: bigint] {
  let cell = 0n;
  for (let bit = 0n; bit < BigInt(zoom); bit += 1n) {
    cell |= ((BigInt(x) >> bit) & 1n) << (2n * bit);
    cell |= ((BigInt(y) >> bit) & 1n) << (2n * bit + 1n);
  }
  const shift = 2n * BigInt(30 - zoom);
  return [cell << shift, (cell + 1n) << shift];
}

/** A place on the map (units of the world) in units of a tile. */
export function toTilePosition({ z: zoom, x, y }: TileAddress, mapX: number, mapY: number): readonly [number, number] {
  const scale = 2 ** zoom / worldUnits;
  const within = (units: number, tile: number) =>
    Math.min(tileExtent - 1, Math.floor((units * scale - tile) * tileExtent));
  return [within(mapX, x), within(mapY, y)];
}

/** A place on the map (units of the world) as [lon, lat]. */
export function toLonLat(mapX: number, mapY: number): readonly [lon: number, lat: number] {
  return [lonOf(mapX / worldUnits), latOf(mapY / worldUnits)];
}

/** The tile with what its shapes reach into. */
export function bufferedBox({ z: zoom, x, y }: TileAddress): Box {
  const around = bufferUnits / tileExtent;
  const size = 2 ** zoom;
  return [
    lonOf((x - around) / size),
    latOf((y + 1 + around) / size),
    lonOf((x + 1 + around) / size),
    latOf((y - around) / size),
  ];
}

/** From Web Mercator in m to units of a tile, y down: multiply, then add. */
export function tileTransform({ z: zoom, x, y }: TileAddress): { scale: number; addX: number; addY: number } {
  const half = (2 ** zoom * tileExtent) / 2;
  return { scale: (2 * half) / worldM, addX: half - x * tileExtent, addY: half - y * tileExtent };
}

function lonOf(share: number): number {
  return share * 360 - 180;
}

function latOf(share: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * share))) * 180) / Math.PI;
}
