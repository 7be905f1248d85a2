import { z } from 'zod';

type Rings = readonly (readonly (readonly number[])[])[];

/** An area as GeoJSON has it. */
export type Area =
  | { readonly type: 'Polygon'; readonly coordinates: number[][][] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: number[][][][] };

const corner = z.array(z.number()).min(2).max(4);
const polygon = z.array(z.array(corner).min(3)).min(1);
const areaSchema = z.union([
  z.object({ type: z.literal('Polygon'), coordinates: polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
]);
const collectionSchema = z.object({ features: z.array(z.object({ geometry: z.unknown() })).min(1) });

/**
 * The shape of a unit as clients write it: GeoJSON, a collection of one feature, either as text, or WKT. Undefined when it
 * cannot be read, null when it is empty.
 */
export function readShape(value: unknown): Area | null | undefined {
  if (value === null || value === '') return null;
  if (typeof value === 'string') return value.trim().startsWith('{') ? readShape(parseJson(value)) : readWkt(value);
  const collection = collectionSchema.safeParse(value);
  const geometry = collection.success ? collection.data.features[0]?.geometry : value;
  if (geometry === null || geometry === undefined) return collection.success ? null : undefined;
  const area = areaSchema.safeParse(geometry);
  return area.success ? area.data : undefined;
}

const wkt = /^(?:SRID=4326;)?\s*(MULTI)?POLYGON\s*(?:Z\s*)?(\([-+\d.eE\s,()]+\))\s*$/i;

/** `POLYGON((20 0, …))` and `MULTIPOLYGON(((…)))`: the lists of GeoJSON in another dress. */
function readWkt(text: string): Area | undefined {
  const [, multi, lists = ''] = wkt.exec(text.trim()) ?? [];
  const corners = lists.replace(/[-+\d.eE]+(?:\s+[-+\d.eE]+)+/g, (one) => `[${one.trim().replace(/\s+/g, ',')}]`);
  const coordinates = parseJson(corners.replaceAll('(', '[').replaceAll(')', ']')) as Rings | undefined;
  const type = multi === undefined ? 'Polygon' : 'MultiPolygon';
  const area = areaSchema.safeParse({ type, coordinates });
  return area.success ? area.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
