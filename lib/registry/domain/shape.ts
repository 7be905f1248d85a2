import { z } from 'zod';

/** Most corners of one unit's shape; a country at street precision has fewer. */
export const maxShapeCorners = 150_000;

/** Closed ring: at least three corners and the first again. */
const cornerSchema = z.array(z.number()).min(2).max(4);
const ringSchema = z.array(cornerSchema).min(3);
const polygonSchema = z.array(ringSchema).min(1);

/** GeoJSON (RFC 7946) of an area, in degrees, WGS 84. Rings may be left open: they are closed. */
export const shapeSchema = z.union([
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygonSchema).min(1) }),
  z.object({ type: z.literal('Polygon'), coordinates: polygonSchema }),
]);
export type Shape = z.infer<typeof shapeSchema>;

/** Rings of a shape, holes included. */
function ringsOf(shape: Shape): readonly (readonly (readonly number[])[])[] {
  return shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
}

/** How many corners a shape has; that where a ring begins and ends counts once. */
export function countCorners(shape: Shape): number {
  return ringsOf(shape).reduce((corners, ring) => corners + ring.length - (isClosed(ring) ? 1 : 0), 0);
}

function isClosed(ring: readonly (readonly number[])[]): boolean {
  const [first, last] = [ring[0], ring.at(-1)];
  return ring.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
}

/** True when every corner lies on earth. */
export function isOnEarth(shape: Shape): boolean {
  return ringsOf(shape).every((ring) =>
    ring.every(([lon = NaN, lat = NaN]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90),
  );
}

/** The shape as two-dimensional GeoJSON text with closed rings, as the database reads it. */
export function shapeText(shape: Shape): string {
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
  const coordinates = polygons.map((polygon) =>
    polygon.map((ring) => closed(ring.map((corner) => corner.slice(0, 2)))),
  );
  return JSON.stringify({ type: 'MultiPolygon', coordinates });
}

/** A ring that ends where it begins, with the four corners that readers ask for. */
function closed(ring: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const [first, last] = [ring[0], ring.at(-1)];
  const isClosed = ring.length > 3 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
  return isClosed || !first ? ring : [...ring, first];
}
