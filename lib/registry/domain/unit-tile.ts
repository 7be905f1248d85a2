import { z } from 'zod';
import { unitStatusSchema } from './org-unit.ts';
import { toTilePosition, type TileAddress } from './tile-address.ts';
import { unitSelectionSchema } from './unit-list-query.ts';

/** How points are gathered: as clusters whose markers do not touch, or as dots so fine that only what lies on each other is one. */
export const tileDetailSchema = z.enum(['clusters', 'dots']);
export type TileDetail = z.infer<typeof tileDetailSchema>;

/** Cells along a side of a tile, as a power of 2: of 256 pixels each cluster has 64, each dot 16. */
export const cellPower: Record<TileDetail, number> = { clusters: 2, dots: 4 };

/** Names of the layers of a tile. */
export const tileLayers = { points: 'points', shapes: 'shapes' } as const;

/** The selection of a map, as it stands in an address: searches are JSON. */
export const mapSelectionSchema = z.object({
  version: unitSelectionSchema.shape.version,
  searches: z
    .string()
    .max(16_000)
    .default('[{}]')
    .transform((text, issues) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        issues.addIssue({ code: 'custom', message: 'Searches have to be JSON.' });
        return z.NEVER;
      }
    })
    .pipe(unitSelectionSchema.shape.searches.unwrap()),
});

/** Units of one kind gathered at one place. */
export const gatheredSchema = z.object({
  /** Middle of them, in units of the world. */
  mapX: z.number(),
  mapY: z.number(),
  count: z.coerce.number(),
  typeId: z.string().nullable(),
  status: unitStatusSchema,
  /** Position of the first search that finds them. */
  search: z.number(),
  /** The deepest zoom at which they are points and not shapes. */
  toZoom: z.number(),
  /** `map_cell` of one of them. */
  one: z.string(),
});
export type Gathered = z.infer<typeof gatheredSchema>;

/** Units of one kind in one cell of a tile. */
export interface TileCell extends Omit<Gathered, 'toZoom'> {
  /** Number of the cell in its tile, row by row. */
  readonly cell: number;
  /** Units of every kind in the cell. */
  readonly total: number;
}

/** Puts what was gathered finely into the cells of a tile; what lies beside the tile or is a shape there is left out. */
export function gatherCells(rows: readonly Gathered[], address: TileAddress, detail: TileDetail): TileCell[] {
  const cells = new Map<string, TileCell>();
  const totals = new Map<number, number>();
  for (const row of rows) {
    const cell = row.toZoom < address.z ? null : cellOf(row, address, detail);
    if (cell === null) continue;
    const key = `${String(cell)} ${String(row.typeId)} ${row.status} ${String(row.search)}`;
    cells.set(key, joined(cells.get(key), row, cell));
    totals.set(cell, (totals.get(cell) ?? 0) + row.count);
  }
  return [...cells.values()].map((made) => ({ ...made, total: totals.get(made.cell) ?? 0 }));
}

function cellOf({ mapX, mapY }: Gathered, address: TileAddress, detail: TileDetail): number | null {
  const side = 2 ** (30 - address.z);
  const column = Math.floor(mapX / side);
  const row = Math.floor(mapY / side);
  if (column !== address.x || row !== address.y) return null;
  const perSide = 2 ** cellPower[detail];
  const within = (units: number) => Math.floor(((units % side) / side) * perSide);
  return within(mapY) * perSide + within(mapX);
}

function joined(before: TileCell | undefined, { toZoom: _, ...row }: Gathered, cell: number): TileCell {
  if (!before) return { ...row, cell, total: 0 };
  const count = before.count + row.count;
  const share = row.count / count;
  return {
    ...before,
    count,
    mapX: before.mapX + (row.mapX - before.mapX) * share,
    mapY: before.mapY + (row.mapY - before.mapY) * share,
  };
}

/** Where a cell's marker stands, in units of its tile. */
export function cellPosition(cell: TileCell, address: TileAddress): readonly [number, number] {
  return toTilePosition(address, cell.mapX, cell.mapY);
}

/** What the map of a selection shows, in numbers. */
export const mapSummarySchema = z.object({
  /** [west, south, east, north]; null: nothing has a position. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** Types that units of the selection have, outermost first. */
  types: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Units by kind; those without a position are counted apart. */
  kinds: z.array(
    z.object({
      typeId: z.string().nullable(),
      status: unitStatusSchema,
      search: z.number(),
      count: z.number(),
      withoutPosition: z.number(),
    }),
  ),
});
export type MapSummary = z.infer<typeof mapSummarySchema>;
