import { tileExtent } from '#lib/registry/domain/tile-address.ts';
import { cellPower, type TileDetail } from '#lib/registry/domain/unit-tile.ts';
import type { LonLat } from './lon-lat.ts';
import { tilePositionToLonLat, type TilePoint, type UnitKind, type UnitTile } from './read-unit-tile.ts';

/** Colour token of a kind of unit; null: not shown. */
export type ColorOf = (kind: UnitKind) => string | null;

/** What stands at one place of the map: a unit, or so many of them. */
export interface UnitMarker {
  readonly key: string;
  readonly position: LonLat;
  readonly count: number;
  /** How many of each colour, most first. */
  readonly parts: readonly { readonly color: string; readonly count: number }[];
  /** The unit, when it is one. */
  readonly unit: { readonly id: string; readonly name: string; readonly kind: UnitKind } | null;
  /** South-west and north-east of the cell that was gathered. */
  readonly cell: readonly [LonLat, LonLat];
}

/** Markers of tiles: one for each cell that has units which are shown. */
export function gatherMarkers(tiles: readonly UnitTile[], detail: TileDetail, colorOf: ColorOf): UnitMarker[] {
  return tiles.flatMap((tile) => {
    const shown = tile.points.flatMap((point) => {
      const color = colorOf(point);
      return color === null ? [] : [{ ...point, color }];
    });
    return [...Map.groupBy(shown, ({ cell }) => cell)].map(([cell, points]) =>
      markerOf(tile, { cell, points, detail }),
    );
  });
}

interface Cell {
  readonly cell: number;
  readonly points: readonly (TilePoint & { readonly color: string })[];
  readonly detail: TileDetail;
}

function markerOf({ address }: UnitTile, { cell, points, detail }: Cell): UnitMarker {
  const count = points.reduce((all, point) => all + point.count, 0);
  const middle = (axis: 0 | 1) => points.reduce((sum, point) => sum + (point.at[axis] * point.count) / count, 0);
  const colors = Map.groupBy(points, ({ color }) => color);
  const parts = [...colors].map(([color, ofColor]) => ({
    color,
    count: ofColor.reduce((all, one) => all + one.count, 0),
  }));
  const [only] = points;
  const perSide = 2 ** cellPower[detail];
  const side = tileExtent / perSide;
  const [left, top] = [(cell % perSide) * side, Math.floor(cell / perSide) * side];
  const { x, y, z } = address;
  return {
    key: [z, x, y, cell].join('/'),
    position: tilePositionToLonLat(address, [middle(0), middle(1)]),
    count,
    parts: parts.toSorted((a, b) => b.count - a.count),
    unit: count === 1 && only?.id !== undefined ? { id: only.id, name: only.name ?? '', kind: only } : null,
    cell: [tilePositionToLonLat(address, [left, top + side]), tilePositionToLonLat(address, [left + side, top])],
  };
}
