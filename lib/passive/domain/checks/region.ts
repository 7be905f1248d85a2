import type { RegionShape } from './rule.ts';

type LonLat = readonly [number, number];

/** Mean radius of the Earth, metres (IUGG). */
const earthRadiusM = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres along a great circle. */
export function distanceM([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const sinLat = Math.sin(radians(lat2 - lat1) / 2);
  const sinLon = Math.sin(radians(lon2 - lon1) / 2);
  const h = sinLat * sinLat + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * sinLon * sinLon;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The longitude that is nearest to `near` among those that mean the same: rings may cross the date line. */
function unwrap(lon: number, near: number): number {
  return lon - 360 * Math.round((lon - near) / 360);
}

/** True when the position lies in the shape; its edge belongs to a circle. Edges of a polygon are straight in degrees. */
export function isInside(shape: RegionShape, position: LonLat): boolean {
  if (shape.type === 'circle') return distanceM(shape.center, position) <= shape.radiusM;
  const { ring } = shape;
  const first = ring[0];
  if (!first) return false;
  const lon = unwrap(position[0], first[0]);
  const lat = position[1];
  let isIn = false;
  let [lonA, latA] = ring.at(-1) as LonLat;
  lonA = unwrap(lonA, first[0]);
  for (const [lonRaw, latB] of ring) {
    const lonB = unwrap(lonRaw, first[0]);
    // A ray to the east crosses the edge.
    if (latA > lat !== latB > lat && lon < lonA + ((lat - latA) / (latB - latA)) * (lonB - lonA)) isIn = !isIn;
    [lonA, latA] = [lonB, latB];
  }
  return isIn;
}
