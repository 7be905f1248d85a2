import { z } from 'zod';
import { apiGet } from '#components/ui/api-client.ts';
import { polygonsOf, type UnitGeometry } from '#lib/registry/domain/geometry-edit.ts';
import { nearUnitSchema } from '#lib/registry/domain/near-units.ts';
import { mapSummarySchema } from '#lib/registry/domain/unit-tile.ts';
import { pageSchema } from '#components/ui/api-client.ts';
import { sourceSchema } from '#lib/sources/domain/source.ts';

/** What the map of some searches shows, in numbers. */
export function fetchMapSummary(version: string, searches: string, signal: AbortSignal) {
  return apiGet('units/map-summary', mapSummarySchema, { query: { version, searches }, signal });
}

/** Around where to look for units. */
export interface NearRequest {
  readonly lon: number;
  readonly lat: number;
  readonly withinM: number;
  readonly limit: number;
  readonly version?: string;
  /** Statuses with commas between them. */
  readonly status?: string;
}

/** Units around a position, nearest first, page by page. */
export function fetchNearUnits(request: NearRequest, cursor: string | null, signal: AbortSignal) {
  return apiGet('units/near', pageSchema(nearUnitSchema), { query: { ...request, cursor }, signal });
}

const corner = z.array(z.number());
const polygon = z.array(z.array(corner));
const unitGeometrySchema = z.object({
  location: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  shape: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('Polygon'), coordinates: polygon }),
      z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon) }),
    ])
    .nullable(),
});

/** Where a unit is and what it covers. */
export async function fetchUnitGeometry(id: string, signal?: AbortSignal): Promise<UnitGeometry> {
  const { location, shape } = await apiGet(`units/${id}`, unitGeometrySchema, signal ? { signal } : {});
  return { location, polygons: polygonsOf(shape) };
}

const positionsSchema = z.object({
  items: z.array(
    sourceSchema.pick({ id: true, name: true, kind: true }).extend({
      position: z.tuple([z.number(), z.number()]),
      at: z.coerce.date(),
    }),
  ),
  isTruncated: z.boolean(),
});

/** Where sources were last, newest first. */
export function fetchSourcePositions(signal: AbortSignal) {
  return apiGet('sources/positions', positionsSchema, { signal });
}
