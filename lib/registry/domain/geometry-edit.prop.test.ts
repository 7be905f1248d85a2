import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginEdit,
  editGeometry,
  fewestCorners,
  patchOf,
  polygonsOf,
  shapeOf,
  type Corner,
  type GeometryAct,
  type GeometryEdit,
  type UnitGeometry,
} from './geometry-edit.ts';

const corner: fc.Arbitrary<Corner> = fc.tuple(fc.integer({ min: -540, max: 540 }), fc.integer({ min: -100, max: 100 }));
const cornerOnEarth: fc.Arbitrary<Corner> = fc.tuple(
  fc.integer({ min: -180, max: 180 }),
  fc.integer({ min: -90, max: 90 }),
);
const ring = fc.uniqueArray(cornerOnEarth, { minLength: 3, maxLength: 6, selector: String });
const geometry: fc.Arbitrary<UnitGeometry> = fc.record({
  location: fc.option(fc.tuple(fc.integer({ min: -180, max: 180 }), fc.integer({ min: -90, max: 90 }), fc.nat(3000))),
  polygons: fc.array(fc.array(ring, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
});
const small = fc.nat(4);
const address = fc.record({ polygon: small, ring: fc.nat(1), corner: small });
const act: fc.Arbitrary<GeometryAct> = fc.oneof(
  fc.record({ do: fc.constant('placePoint' as const), at: corner }),
  fc.record({ do: fc.constant('setAltitude' as const), altitudeM: fc.integer() }),
  fc.record({
    do: fc.constantFrom('removePoint', 'beginDraft', 'finishDraft', 'cancelDraft'),
  }) as fc.Arbitrary<GeometryAct>,
  fc.record({ do: fc.constant('moveCorner' as const), corner: address, to: corner }),
  fc.record({ do: fc.constant('addCorner' as const), after: address, at: corner }),
  fc.record({ do: fc.constant('removeCorner' as const), corner: address }),
  fc.record({ do: fc.constant('removePolygon' as const), polygon: small }),
  fc.record({ do: fc.constant('draw' as const), at: corner }),
  fc.record({ do: fc.constant('replace' as const), geometry }),
);
const undoOrRedo: fc.Arbitrary<GeometryAct> = fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) });
const acts = fc.array(fc.oneof({ weight: 4, arbitrary: act }, { weight: 1, arbitrary: undoOrRedo }), { maxLength: 40 });

const after = (edit: GeometryEdit, list: readonly GeometryAct[]) => list.reduce(editGeometry, edit);
const times = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);

describe('reg-30 editing a geometry', () => {
  it('reg-30 every act can be taken back to the beginning, and done again to the end', () => {
    fc.assert(
      fc.property(geometry, acts, (start, list) => {
        const begun = beginEdit(start);
        const edited = after(begun, list);
        const undone = after(edited, times(edited.past.length, { do: 'undo' }));
        expect(undone.now).toEqual(begun.now);
        expect(editGeometry(undone, { do: 'undo' })).toBe(undone);
        const redone = after(undone, times(edited.past.length, { do: 'redo' }));
        expect(redone.now).toEqual(edited.now);
        expect(redone.past).toEqual(edited.past);
      }),
    );
  });

  it('reg-30 whatever is done, rings keep three corners and everything lies on earth', () => {
    fc.assert(
      fc.property(geometry, acts, (start, list) => {
        const { now } = after(beginEdit(start), list);
        for (const polygon of now.polygons) {
          expect(polygon.length).toBeGreaterThan(0);
          for (const one of polygon) expect(one.length).toBeGreaterThanOrEqual(fewestCorners);
        }
        const places = [...now.polygons.flat(2), ...(now.draft ?? []), ...(now.location ? [now.location] : [])];
        for (const [lon, lat] of places) {
          expect(Math.abs(lon)).toBeLessThanOrEqual(180);
          expect(Math.abs(lat)).toBeLessThanOrEqual(90);
        }
      }),
    );
  });

  it('reg-30 a new act ends what could be done again', () => {
    const start = beginEdit({ location: [1, 2, 3], polygons: [] });
    const moved = after(start, [
      { do: 'placePoint', at: [4, 5] },
      { do: 'undo' },
      { do: 'placePoint', at: [6, 7] },
      { do: 'redo' },
    ]);
    expect(moved.now.location).toEqual([6, 7, 3]);
    expect(moved.past).toHaveLength(1);
  });

  it('reg-30 a shape comes back as it went in, and only what changed is sent', () => {
    fc.assert(
      fc.property(geometry, geometry, (before, now) => {
        expect(polygonsOf(shapeOf(now.polygons))).toEqual(now.polygons);
        expect(patchOf(now, now)).toEqual({});
        const patch = patchOf(before, now);
        expect('location' in patch ? patch.location : before.location).toEqual(now.location);
        expect(polygonsOf('shape' in patch ? (patch.shape ?? null) : shapeOf(before.polygons))).toEqual(now.polygons);
      }),
    );
  });

  it('reg-30 an area is drawn corner by corner and is there when it is finished', () => {
    const corners: Corner[] = [
      [0, 0],
      [2, 0],
      [2, 2],
    ];
    const drawing = after(beginEdit({ location: null, polygons: [] }), [
      { do: 'beginDraft' },
      ...corners.slice(0, 2).map((at) => ({ do: 'draw' as const, at })),
    ]);
    expect(editGeometry(drawing, { do: 'finishDraft' })).toBe(drawing);
    const done = after(drawing, [{ do: 'draw', at: [2, 2] }, { do: 'finishDraft' }]);
    expect(done.now).toEqual({ location: null, draft: null, polygons: [[corners]] });
  });
});
