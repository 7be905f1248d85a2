import { z } from 'zod';
import { unitStatusSchema } from './org-unit.ts';
import type { Box } from './tile-address.ts';

/** Farthest that a search for the nearest units goes, m. */
const maxDistanceM = 500_000;

/** Which units are asked for: those around a position (degrees, WGS 84), nearest first. */
export const nearQuerySchema = z.object({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
  withinM: z.coerce.number().positive().max(maxDistanceM).default(5000),
  limit: z.coerce.number().int().min(1).max(200).default(20),
  cursor: z.string().optional(),
  /** Statuses with commas between them. */
  status: z
    .string()
    .default('VALID')
    .transform((text) => text.split(','))
    .pipe(z.array(unitStatusSchema).max(3)),
  /** Left out: the default version of the default pyramid. */
  version: z.guid().optional(),
});
export type NearQuery = z.output<typeof nearQuerySchema>;

export const nearUnitSchema = z.object({
  id: z.guid(),
  name: z.string(),
  status: unitStatusSchema,
  typeId: z.guid().nullable(),
  typeName: z.string().nullable(),
  parentName: z.string().nullable(),
  lon: z.number(),
  lat: z.number(),
  /** Along the ground (WGS 84 ellipsoid). */
  distanceM: z.number(),
});
export type NearUnit = z.infer<typeof nearUnitSchema>;

/**
 * Radii at which to look, in turn, m: where units are many a small circle has enough of them, and nobody measures the
 * distance of all.
 */
export function radiiUpTo(withinM: number): readonly number[] {
  return [withinM / 64, withinM / 8, withinM];
}

/** A degree of latitude is nowhere shorter, m; one of longitude is that times the cosine of the latitude, or more. */
const shortestDegreeM = 110_500;

/** Boxes that hold everything within a distance of a position; two where they would reach over the 180th meridian. */
export function boxesAround([lon, lat]: readonly [lon: number, lat: number], radiusM: number): readonly Box[] {
  const up = radiusM / shortestDegreeM;
  const [south, north] = [Math.max(-90, lat - up), Math.min(90, lat + up)];
  const nearestPole = Math.max(Math.abs(south), Math.abs(north));
  const aside = nearestPole >= 89.9 ? 180 : up / Math.cos((nearestPole * Math.PI) / 180);
  if (aside >= 180) return [[-180, south, 180, north]];
  const [west, east] = [lon - aside, lon + aside];
  if (west < -180)
    return [
      [-180, south, east, north],
      [west + 360, south, 180, north],
    ];
  if (east > 180)
    return [
      [west, south, 180, north],
      [-180, south, east - 360, north],
    ];
  return [[west, south, east, north]];
}
