import type { LonLat } from './lon-lat.ts';

/** Something at one place. */
export interface MapPoint {
  readonly id: string;
  readonly position: LonLat;
  readonly label: string;
  /** A second line, in words. */
  readonly detail?: string;
  /** A token of the theme. */
  readonly color?: string;
}

/** Points that would lie on each other at a zoom, as one. A cluster of one is the point itself. */
export interface Cluster {
  readonly key: string;
  readonly position: LonLat;
  readonly points: readonly MapPoint[];
}

const worldPx = 256;

/** Web Mercator pixels at a zoom (EPSG:3857, 256-pixel tiles). */
function project([lon, lat]: LonLat, zoom: number): [number, number] {
  const size = worldPx * 2 ** zoom;
  const sin = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return [((lon + 180) / 360) * size, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size];
}

/** Smallest target of a finger, px (WCAG 2.2, 2.5.8). */
const smallestMarkerPx = 24;
const largestMarkerPx = 48;
const cellPx = 56;

/** Width and height of the marker that stands for so many points, px; grows with their number. */
export function markerSizePx(count: number): number {
  const grown = smallestMarkerPx + Math.round(Math.log10(count) * 12);
  return Math.min(largestMarkerPx, grown);
}

/**
 * Groups points so that no two markers cover each other at a zoom; every point is in exactly one cluster. First by cells
 * of a grid that hangs on the world, so that clusters stay where they are while the map moves; then neighbours whose
 * markers would touch become one. A marker is smaller than a cell: only the eight cells around it have to be looked at.
 */
export function clusterPoints(points: readonly MapPoint[], zoom: number): Cluster[] {
  const grid = new Map<string, Cluster[]>();
  const waiting = gatherByCell(points, zoom);
  for (let cluster = waiting.pop(); cluster; cluster = waiting.pop()) {
    const other = takeTouching(grid, cluster, zoom);
    if (other) waiting.push(merge(cluster, other));
    else cellOf(grid, cluster, zoom).push(cluster);
  }
  return [...grid.values()].flat();
}

function gatherByCell(points: readonly MapPoint[], zoom: number): Cluster[] {
  const cells = new Map<string, MapPoint[]>();
  for (const point of points) {
    const key = cellKey(cellAt(point.position, zoom));
    const cell = cells.get(key);
    if (cell) cell.push(point);
    else cells.set(key, [point]);
  }
  return [...cells].map(([key, members]) => ({ key, position: middle(members), points: members }));
}

function cellAt(position: LonLat, zoom: number): [number, number] {
  const [x, y] = project(position, zoom);
  return [Math.floor(x / cellPx), Math.floor(y / cellPx)];
}

function cellKey([column, row]: readonly [number, number]): string {
  return `${String(column)}:${String(row)}`;
}

/** The clusters whose middle lies in the same cell; a new list when there is none yet. */
function cellOf(grid: Map<string, Cluster[]>, { position }: Cluster, zoom: number): Cluster[] {
  const key = cellKey(cellAt(position, zoom));
  const known = grid.get(key) ?? [];
  grid.set(key, known);
  return known;
}

/** Takes a cluster out of the grid whose marker touches this one's; undefined when none does. */
function takeTouching(grid: Map<string, Cluster[]>, cluster: Cluster, zoom: number): Cluster | undefined {
  const [column, row] = cellAt(cluster.position, zoom);
  for (const at of [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => [column + x, row + y] as const))) {
    const cell = grid.get(cellKey(at)) ?? [];
    const index = cell.findIndex((other) => touches(cluster, other, zoom));
    if (index >= 0) return cell.splice(index, 1)[0];
  }
  return undefined;
}

/** Do the markers of two clusters cover each other? */
export function touches(a: Cluster, b: Cluster, zoom: number): boolean {
  const [ax, ay] = project(a.position, zoom);
  const [bx, by] = project(b.position, zoom);
  return Math.hypot(ax - bx, ay - by) < (markerSizePx(a.points.length) + markerSizePx(b.points.length)) / 2;
}

function merge(a: Cluster, b: Cluster): Cluster {
  const points = [...a.points, ...b.points];
  // The key of the larger: the marker a person knows stays, the smaller one joins it.
  const { key } = a.points.length >= b.points.length ? a : b;
  return { key, position: middle(points), points };
}

function middle(points: readonly MapPoint[]): LonLat {
  let lon = 0;
  let lat = 0;
  for (const { position } of points) {
    lon += position[0] / points.length;
    lat += position[1] / points.length;
  }
  return [lon, lat];
}
