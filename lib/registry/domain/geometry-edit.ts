/** [lon, lat], degrees, WGS 84. */
export type Corner = readonly [lon: number, lat: number];
/** Corners of a ring, the first not told again at the end; at least three. */
export type Ring = readonly Corner[];
/** An outer ring and its holes. */
export type Polygon = readonly Ring[];

/** Where a unit is and what it covers. */
export interface UnitGeometry {
  readonly location: readonly [lon: number, lat: number, altitudeM: number] | null;
  /** Empty: it has no shape. */
  readonly polygons: readonly Polygon[];
}

/** What is on the drawing board: the geometry, and an area whose corners are still being set. */
export interface Sketch extends UnitGeometry {
  readonly draft: readonly Corner[] | null;
}

/** A sketch with what it was and what was taken back, latest last. */
export interface GeometryEdit {
  readonly past: readonly Sketch[];
  readonly now: Sketch;
  readonly future: readonly Sketch[];
}

/** Which corner of a sketch. */
export interface CornerAddress {
  readonly polygon: number;
  readonly ring: number;
  readonly corner: number;
}

/** One act on a sketch. */
type SketchAct =
  | { readonly do: 'placePoint'; readonly at: Corner }
  | { readonly do: 'setAltitude'; readonly altitudeM: number }
  | { readonly do: 'removePoint' }
  | { readonly do: 'moveCorner'; readonly corner: CornerAddress; readonly to: Corner }
  | { readonly do: 'addCorner'; readonly after: CornerAddress; readonly at: Corner }
  | { readonly do: 'removeCorner'; readonly corner: CornerAddress }
  | { readonly do: 'removePolygon'; readonly polygon: number }
  | { readonly do: 'beginDraft' | 'finishDraft' | 'cancelDraft' }
  | { readonly do: 'draw'; readonly at: Corner }
  | { readonly do: 'replace'; readonly geometry: Partial<UnitGeometry> };

/** One act of a person who edits. */
export type GeometryAct = SketchAct | { readonly do: 'undo' } | { readonly do: 'redo' };

/** Fewest corners of a ring. */
export const fewestCorners = 3;
/** Acts that can be taken back. */
const mostSteps = 500;

/** Begins to edit a geometry. */
export function beginEdit(geometry: UnitGeometry): GeometryEdit {
  return { past: [], now: { ...geometry, draft: null }, future: [] };
}

/** An edit after an act; the same edit when the act changes nothing. Every act but undo and redo can be taken back. */
export function editGeometry(edit: GeometryEdit, act: GeometryAct): GeometryEdit {
  const { past, now, future } = edit;
  if (act.do === 'undo') {
    const before = past.at(-1);
    return before ? { past: past.slice(0, -1), now: before, future: [...future, now] } : edit;
  }
  if (act.do === 'redo') {
    const after = future.at(-1);
    return after ? { past: [...past, now], now: after, future: future.slice(0, -1) } : edit;
  }
  const next = drawn(now, act);
  return next === now ? edit : { past: [...past, now].slice(-mostSteps), now: next, future: [] };
}

function drawn(sketch: Sketch, act: SketchAct): Sketch {
  const { location, draft } = sketch;
  switch (act.do) {
    case 'placePoint':
      return { ...sketch, location: [...onEarth(act.at), location?.[2] ?? 0] };
    case 'setAltitude':
      return location ? { ...sketch, location: [location[0], location[1], act.altitudeM] } : sketch;
    case 'removePoint':
      return location ? { ...sketch, location: null } : sketch;
    case 'moveCorner':
      return withRing(sketch, act.corner, (ring) => ring.with(act.corner.corner, onEarth(act.to)));
    case 'addCorner':
      return withRing(sketch, act.after, (ring) => ring.toSpliced(act.after.corner + 1, 0, onEarth(act.at)));
    case 'removeCorner':
      return withRing(sketch, act.corner, (ring) => ring.toSpliced(act.corner.corner, 1));
    case 'removePolygon':
      return act.polygon in sketch.polygons
        ? { ...sketch, polygons: sketch.polygons.toSpliced(act.polygon, 1) }
        : sketch;
    case 'beginDraft':
      return draft ? sketch : { ...sketch, draft: [] };
    case 'draw':
      return draft ? { ...sketch, draft: [...draft, onEarth(act.at)] } : sketch;
    case 'finishDraft':
      return draft && draft.length >= fewestCorners
        ? { ...sketch, draft: null, polygons: [...sketch.polygons, [draft]] }
        : sketch;
    case 'cancelDraft':
      return draft ? { ...sketch, draft: null } : sketch;
    case 'replace':
      return { ...sketch, ...act.geometry, draft: null };
  }
}

/** A sketch with one ring changed: a hole that has too few corners goes, an outer ring takes its polygon with it. */
function withRing(sketch: Sketch, at: CornerAddress, change: (ring: Ring) => Ring): Sketch {
  const polygon = sketch.polygons[at.polygon];
  const ring = polygon?.[at.ring];
  if (!polygon || !ring || !(at.corner in ring)) return sketch;
  const changed = change(ring);
  const { polygons } = sketch;
  if (changed.length >= fewestCorners)
    return { ...sketch, polygons: polygons.with(at.polygon, polygon.with(at.ring, changed)) };
  if (at.ring === 0) return { ...sketch, polygons: polygons.toSpliced(at.polygon, 1) };
  return { ...sketch, polygons: polygons.with(at.polygon, polygon.toSpliced(at.ring, 1)) };
}

/** A map that was turned around the world once or twice says so; the place is the same. */
function onEarth([lon, lat]: Corner): Corner {
  const turned = lon >= -180 && lon <= 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180;
  return [turned, Math.max(-90, Math.min(90, lat))];
}

/** GeoJSON (RFC 7946) of an area, as units keep it. */
export interface MultiPolygonShape {
  readonly type: 'MultiPolygon';
  readonly coordinates: number[][][][];
}

/** GeoJSON of an area as it comes. */
export type GivenShape =
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[] };

/** Polygons of a shape, rings open. */
export function polygonsOf(shape: GivenShape | null): readonly Polygon[] {
  if (!shape) return [];
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
  return polygons.map((rings) => rings.map(openRing));
}

function openRing(ring: readonly (readonly number[])[]): Ring {
  const corners = ring.map(([lon = 0, lat = 0]): Corner => [lon, lat]);
  const [first, last] = [corners[0], corners.at(-1)];
  const isClosed = corners.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
  return isClosed ? corners.slice(0, -1) : corners;
}

/** The shape of polygons, rings closed; null when there are none. */
export function shapeOf(polygons: readonly Polygon[]): MultiPolygonShape | null {
  if (polygons.length === 0) return null;
  const closed = (ring: Ring) => [...ring, ...ring.slice(0, 1)].map((corner) => [...corner]);
  return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(closed)) };
}

/** What an edit changed; a member that is left out stays as it is. */
export interface GeometryPatch {
  location?: [number, number, number] | null;
  shape?: MultiPolygonShape | null;
}

/** What separates a sketch from the geometry that it began with; empty when nothing does. */
export function patchOf(before: UnitGeometry, { location, polygons }: UnitGeometry): GeometryPatch {
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return {
    ...(isSame(before.location, location) ? {} : { location: location ? [...location] : null }),
    ...(isSame(before.polygons, polygons) ? {} : { shape: shapeOf(polygons) }),
  };
}
