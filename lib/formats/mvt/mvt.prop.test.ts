import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTile } from './decode-tile.ts';
import { encodeTile } from './encode-tile.ts';
import { ringArea, type MvtFeature, type MvtLayer, type TilePosition } from './tile.ts';

const position = fc.tuple(fc.integer({ min: -512, max: 4608 }), fc.integer({ min: -512, max: 4608 }));

/** A ring around a middle, outer rings clockwise on the screen and holes the other way. */
function ring(isOuter: boolean): fc.Arbitrary<TilePosition[]> {
  return fc
    .tuple(position, fc.integer({ min: 2, max: 500 }), fc.integer({ min: 3, max: 12 }))
    .map(([[x, y], radius, corners]) =>
      Array.from({ length: corners }, (_, place): TilePosition => {
        const angle = ((isOuter ? 1 : -1) * place * 2 * Math.PI) / corners;
        // Adding 0 makes -0 a plain 0.
        return [Math.round(x + radius * Math.cos(angle)) + 0, Math.round(y + radius * Math.sin(angle)) + 0];
      }),
    )
    .filter((made) => (isOuter ? ringArea(made) > 0 : ringArea(made) < 0));
}

const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.boolean(),
  fc.maxSafeInteger().map((whole) => (whole === 0 ? 0 : whole)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
);
const feature: fc.Arbitrary<MvtFeature> = fc.record({
  geometry: fc.oneof(
    fc.array(position, { minLength: 1, maxLength: 5 }).map((points) => ({ kind: 'point' as const, points })),
    fc
      .array(
        fc.tuple(ring(true), fc.array(ring(false), { maxLength: 2 })).map(([outer, holes]) => [outer, ...holes]),
        { minLength: 1, maxLength: 3 },
      )
      .map((polygons) => ({ kind: 'polygon' as const, polygons })),
  ),
  properties: fc
    .array(fc.tuple(fc.stringMatching(/^[a-z]{1,6}$/), value), { maxLength: 6 })
    .map((pairs) => Object.fromEntries(pairs)),
});
const layer: fc.Arbitrary<MvtLayer> = fc.record({
  name: fc.string({ unit: 'grapheme' }),
  extent: fc.constantFrom(256, 4096),
  features: fc.array(feature, { minLength: 1, maxLength: 8 }),
});

describe('reg-29 vector tiles', () => {
  it('reg-29 say after reading what was written', () => {
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 3 }), (layers) => {
        expect(decodeTile(encodeTile(layers))).toEqual(layers);
      }),
    );
  });

  it('reg-29 are lists of layers: two after each other are one', () => {
    fc.assert(
      fc.property(layer, layer, (one, other) => {
        const joined = Buffer.concat([encodeTile([one]), encodeTile([other])]);
        expect(decodeTile(joined)).toEqual([one, other]);
      }),
    );
  });

  it('reg-29 turn rings as the standard wants them and leave out those without area', () => {
    const square: TilePosition[] = [
      [0, 0],
      [0, 10],
      [10, 10],
      [10, 0],
    ];
    const line: TilePosition[] = [
      [1, 1],
      [5, 5],
      [9, 9],
    ];
    const made = { kind: 'polygon' as const, polygons: [[square, line]] };
    const tile = encodeTile([{ name: 'a', extent: 4096, features: [{ geometry: made, properties: {} }] }]);
    const [read] = decodeTile(tile);
    expect(read?.features[0]?.geometry).toEqual({ kind: 'polygon', polygons: [[square.toReversed()]] });
  });

  it('reg-29 that are cut off are refused, never half read', () => {
    const tile = encodeTile([
      {
        name: 'points',
        extent: 4096,
        features: [{ geometry: { kind: 'point', points: [[1, 2]] }, properties: { a: 'b' } }],
      },
    ]);
    for (let length = 1; length < tile.length; length += 1) {
      expect(() => decodeTile(tile.subarray(0, length))).toThrow(RangeError);
    }
    expect(decodeTile(new Uint8Array())).toEqual([]);
  });
});
