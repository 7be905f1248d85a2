import { z } from 'zod';
import { writePolygons, type Ring } from '../wkb/write-wkb.ts';

/** The shape of a feature, as far as a place can use it. */
export type FeatureShape =
  | { readonly kind: 'none' }
  | { readonly kind: 'point'; readonly position: readonly [x: number, y: number, z: number] }
  /** `isMended`: a ring was not closed. */
  | { readonly kind: 'polygon'; readonly wkb: Buffer; readonly isMended: boolean }
  /** A geometry that is sound, or may be, but no place: a line, a collection. */
  | { readonly kind: 'other'; readonly type: string }
  | { readonly kind: 'broken'; readonly reason: string };

/** A feature with its properties as text; null and absent properties are empty. */
export interface Feature {
  readonly values: ReadonlyMap<string, string>;
  readonly shape: FeatureShape;
}

const featureSchema = z.object({
  type: z.literal('Feature'),
  id: z.union([z.string(), z.number()]).optional(),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: z.unknown(),
});

/** Column of the identifier that RFC 7946 puts beside the properties. */
const idColumn = 'id';

/** Reads one feature (RFC 7946, section 3.2); a sentence instead when it is none. */
export function readFeature(text: string): Feature | { readonly flaw: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { flaw: error instanceof Error ? error.message : 'it is no JSON' };
  }
  const feature = featureSchema.safeParse(parsed);
  if (!feature.success) return { flaw: 'it is no object of the type "Feature" with properties' };
  const { id, properties, geometry } = feature.data;
  const values = new Map(Object.entries(properties ?? {}).map(([name, value]) => [name, textOf(value)]));
  if (id !== undefined && !values.has(idColumn)) values.set(idColumn, String(id));
  return { values, shape: readShape(geometry) };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const positionSchema = z.array(z.number()).min(2);
const ringSchema = z.array(positionSchema).min(3);
const polygonSchema = z.array(ringSchema).min(1);
const geometrySchema = z.object({ type: z.string(), coordinates: z.unknown().optional() });

function readShape(geometry: unknown): FeatureShape {
  if (geometry === null || geometry === undefined) return { kind: 'none' };
  const parsed = geometrySchema.safeParse(geometry);
  if (!parsed.success) return { kind: 'broken', reason: 'the geometry has no type' };
  const { type, coordinates = [] } = parsed.data;
  if (type === 'Point') return readPoint(coordinates);
  if (type === 'MultiPoint' && Array.isArray(coordinates) && coordinates.length === 1) return readPoint(coordinates[0]);
  if (type === 'Polygon') return readPolygons([coordinates]);
  if (type === 'MultiPolygon' && Array.isArray(coordinates)) return readPolygons(coordinates);
  return { kind: 'other', type };
}

function readPoint(coordinates: unknown): FeatureShape {
  if (Array.isArray(coordinates) && coordinates.length === 0) return { kind: 'none' };
  const parsed = positionSchema.safeParse(coordinates);
  if (!parsed.success) return { kind: 'broken', reason: 'the coordinates of the point are no numbers' };
  const [x = 0, y = 0, z = 0] = parsed.data;
  return { kind: 'point', position: [x, y, z] };
}

function readPolygons(coordinates: readonly unknown[]): FeatureShape {
  const parsed = z.array(polygonSchema).min(1).safeParse(coordinates);
  if (!parsed.success)
    return { kind: 'broken', reason: 'a ring has fewer than three corners, or corners are no numbers' };
  let isMended = false;
  const close = (ring: number[][]): Ring => {
    const corners = ring.map(([x = 0, y = 0]) => [x, y] as const);
    const [first = [0, 0] as const] = corners;
    const last = corners.at(-1) ?? first;
    if (corners.length > 3 && last[0] === first[0] && last[1] === first[1]) return corners;
    isMended = true;
    return [...corners, first];
  };
  const polygons = parsed.data.map((rings) => rings.map(close));
  return { kind: 'polygon', wkb: writePolygons(polygons), isMended };
}
