/** A value of a feature. Whole numbers are kept as integers, others as doubles. */
export type MvtValue = string | number | boolean;

/** [x, y] in units of the tile: 0 to {@link MvtLayer.extent} from the upper left, y down. Whole numbers. */
export type TilePosition = readonly [x: number, y: number];

/** Points of one feature, or rings of polygons: each polygon's outer ring and then its holes, none closed. */
export type MvtGeometry =
  | { readonly kind: 'point'; readonly points: readonly TilePosition[] }
  | { readonly kind: 'polygon'; readonly polygons: readonly (readonly (readonly TilePosition[])[])[] };

export interface MvtFeature {
  readonly geometry: MvtGeometry;
  readonly properties: Readonly<Record<string, MvtValue>>;
}

/** One layer of a vector tile (Mapbox Vector Tile 2.1, 4.1). */
export interface MvtLayer {
  readonly name: string;
  /** Width and height of the tile in its own units. */
  readonly extent: number;
  readonly features: readonly MvtFeature[];
}

/** Field numbers of the messages (Mapbox Vector Tile 2.1, vector_tile.proto). */
export const mvtFields = {
  tile: { layers: 3 },
  layer: { name: 1, features: 2, keys: 3, values: 4, extent: 5, version: 15 },
  feature: { id: 1, tags: 2, type: 3, geometry: 4 },
  value: { string: 1, float: 2, double: 3, int: 4, uint: 5, sint: 6, bool: 7 },
} as const;

/** GeomType of a feature. */
export const mvtGeometryTypes = { point: 1, polygon: 3 } as const;

/** Commands of a geometry (4.3.1). */
export const mvtCommands = { moveTo: 1, lineTo: 2, closePath: 7 } as const;

/** Twice the area of a ring by the surveyor's formula: positive for outer rings, negative for holes (4.3.4.4). */
export function ringArea(ring: readonly TilePosition[]): number {
  let area = 0;
  let previous = ring.at(-1);
  for (const position of ring) {
    if (previous) area += previous[0] * position[1] - position[0] * previous[1];
    previous = position;
  }
  return area;
}
