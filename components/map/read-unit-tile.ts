import { z } from 'zod';
import { decodeTile } from '#lib/formats/mvt/decode-tile.ts';
import type { MvtFeature, TilePosition } from '#lib/formats/mvt/tile.ts';
import { unitStatusSchema } from '#lib/registry/domain/org-unit.ts';
import { toLonLat, tileExtent, worldUnits, type TileAddress } from '#lib/registry/domain/tile-address.ts';
import { tileLayers } from '#lib/registry/domain/unit-tile.ts';
import type { LonLat } from './lon-lat.ts';

const kindSchema = z.object({
  typeId: z.string().nullable().default(null),
  status: unitStatusSchema,
  /** Position of the first search that finds them. */
  search: z.number(),
});
/** What decides the colour of units on a map, and whether they are shown. */
export type UnitKind = z.infer<typeof kindSchema>;

const pointSchema = kindSchema.extend({
  cell: z.number(),
  count: z.number(),
  /** There for a unit alone in its cell. */
  id: z.string().optional(),
  name: z.string().optional(),
});
const shapeSchema = kindSchema.extend({
  id: z.string(),
  name: z.string(),
  /** It is among the points too. */
  hasPoint: z.boolean(),
});

export type TilePoint = z.infer<typeof pointSchema> & { readonly at: TilePosition };
export type TileShape = z.infer<typeof shapeSchema> & { readonly rings: readonly (readonly TilePosition[])[] };

/** A tile of units, read. */
export interface UnitTile {
  readonly address: TileAddress;
  readonly points: readonly TilePoint[];
  /** Outermost first. */
  readonly shapes: readonly TileShape[];
}

/** Reads a tile of units. Throws when it is none. */
export function readUnitTile(bytes: Uint8Array, address: TileAddress): UnitTile {
  const layers = new Map(decodeTile(bytes).map(({ name, features }) => [name, features]));
  const read = <Read>(layer: string, one: (feature: MvtFeature) => Read[]) => (layers.get(layer) ?? []).flatMap(one);
  return {
    address,
    points: read(tileLayers.points, ({ geometry, properties }) => {
      const at = geometry.kind === 'point' ? geometry.points[0] : undefined;
      return at ? [{ ...pointSchema.parse(properties), at }] : [];
    }),
    shapes: read(tileLayers.shapes, ({ geometry, properties }) =>
      geometry.kind === 'polygon' ? [{ ...shapeSchema.parse(properties), rings: geometry.polygons.flat() }] : [],
    ),
  };
}

/** Where a position of a tile is on earth. */
export function tilePositionToLonLat({ z: zoom, x, y }: TileAddress, [tileX, tileY]: TilePosition): LonLat {
  const unit = worldUnits / 2 ** zoom;
  return toLonLat((x + tileX / tileExtent) * unit, (y + tileY / tileExtent) * unit);
}

/** True when a position lies in a shape: inside an odd number of its rings. */
export function shapeHolds({ rings }: Pick<TileShape, 'rings'>, [x, y]: TilePosition): boolean {
  let isInside = false;
  for (const ring of rings) {
    let previous = ring.at(-1);
    for (const corner of ring) {
      if (previous && corner[1] > y !== previous[1] > y) {
        const crossing = corner[0] + ((y - corner[1]) * (previous[0] - corner[0])) / (previous[1] - corner[1]);
        if (x < crossing) isInside = !isInside;
      }
      previous = corner;
    }
  }
  return isInside;
}
