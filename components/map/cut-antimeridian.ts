import type { Feature, Geometry, Position } from 'geojson';

type Ring = readonly Position[];

/**
 * The same land for a flat map: what lies across 180° is cut there in two, and what lies around a pole reaches down to it.
 * On a globe such a ring simply goes on at -180°; drawn flat it would be a band across the whole map. Coordinates are
 * [lon, lat], lon from -180 to 180.
 */
export function cutAtAntimeridian<Properties>(country: Feature<Geometry, Properties>): Feature<Geometry, Properties> {
  const { geometry } = country;
  const polygons = polygonsOf(geometry);
  if (!polygons.some((rings) => rings.some(isAcross))) return country;
  const coordinates = polygons.flatMap((rings) => (rings.some(isAcross) ? cutPolygon(rings) : [rings.map(copy)]));
  return { ...country, geometry: { type: 'MultiPolygon', coordinates } };
}

function polygonsOf(geometry: Geometry): readonly (readonly Ring[])[] {
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
}

const copy = (ring: Ring): Position[] => [...ring];

/** A step of more than half the world is one across 180°. */
function isAcross(ring: Ring): boolean {
  return ring.some(([lon = 0], index) => index > 0 && Math.abs(lon - (ring[index - 1]?.[0] ?? lon)) > 180);
}

function cutPolygon(rings: readonly Ring[]): Position[][][] {
  const whole = rings.map(unroll);
  const pieces: Position[][][] = [];
  for (const world of [-360, 0, 360]) {
    const cut = whole.flatMap((ring) => {
      const shifted = ring.map(([lon = 0, lat = 0]): Position => [lon + world, lat]);
      const inside = clip(clip(shifted, -180, 1), 180, -1);
      return inside.length > 2 ? [close(inside)] : [];
    });
    if (cut.length > 0) pieces.push(cut);
  }
  return pieces;
}

/** The ring without jumps, as if the map went on beside itself; around a pole it is closed along the edge of the map. */
function unroll(ring: Ring): Position[] {
  let turn = 0;
  const unrolled = ring.map(([lon = 0, lat = 0], index): Position => {
    const before = ring[index - 1]?.[0] ?? lon;
    if (lon - before > 180) turn -= 360;
    else if (lon - before < -180) turn += 360;
    return [lon + turn, lat];
  });
  if (turn === 0) return unrolled;
  const pole = (ring[0]?.[1] ?? 0) < 0 ? -90 : 90;
  const [first, last] = [unrolled[0]?.[0] ?? 0, unrolled.at(-1)?.[0] ?? 0];
  return [...unrolled, [last, pole], [first, pole]];
}

/** The part of a ring on one side of a meridian (Sutherland and Hodgman): `side` 1 keeps the east, -1 the west. */
function clip(ring: readonly Position[], meridian: number, side: 1 | -1): Position[] {
  const kept: Position[] = [];
  let before = ring.at(-1);
  for (const point of ring) {
    const [lon = 0, lat = 0] = point;
    const [lonBefore = 0, latBefore = 0] = before ?? point;
    const isIn = (lon - meridian) * side >= 0;
    const wasIn = (lonBefore - meridian) * side >= 0;
    if (isIn !== wasIn) {
      kept.push([meridian, latBefore + ((lat - latBefore) * (meridian - lonBefore)) / (lon - lonBefore)]);
    }
    if (isIn) kept.push(point);
    before = point;
  }
  return kept;
}

function close(ring: readonly Position[]): Position[] {
  const [first] = ring;
  return first ? [...ring, first] : [];
}
