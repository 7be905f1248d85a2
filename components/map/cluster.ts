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

/**
 * Groups points by cells of `cellPx` pixels at a zoom; every point is in exactly one cluster. One pass; the grid hangs on
 * the world, so that clusters stay where they are while the map moves.
 */
export function clusterPoints(points: readonly MapPoint[], zoom: number, cellPx = 56): Cluster[] {
  const cells = new Map<string, MapPoint[]>();
  for (const point of points) {
    const [x, y] = project(point.position, zoom);
    const key = `${String(Math.floor(x / cellPx))}:${String(Math.floor(y / cellPx))}`;
    const cell = cells.get(key);
    if (cell) cell.push(point);
    else cells.set(key, [point]);
  }
  return [...cells].map(([key, members]) => ({ key, position: middle(members), points: members }));
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
