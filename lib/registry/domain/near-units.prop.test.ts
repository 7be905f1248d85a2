import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boxesAround, radiiUpTo } from './near-units.ts';

const earthRadiusM = 6_371_008.8;

/** Great circle distance on a sphere, m. */
function distanceM([lon, lat]: readonly [number, number], [otherLon, otherLat]: readonly [number, number]): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (angle: number) => Math.sin(rad(angle) / 2) ** 2;
  const share = half(otherLat - lat) + Math.cos(rad(lat)) * Math.cos(rad(otherLat)) * half(otherLon - lon);
  return 2 * earthRadiusM * Math.asin(Math.sqrt(Math.min(1, share)));
}

const place = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }));

it('reg-29 the boxes around a position hold everything that is near it, over poles and the 180th meridian too', () => {
  fc.assert(
    fc.property(place, place, fc.double({ min: 1, max: 500_000, noNaN: true }), (middle, other, radiusM) => {
      // A sphere is not the ellipsoid: half a percent apart.
      fc.pre(distanceM(middle, other) < radiusM * 0.99);
      const holds = boxesAround(middle, radiusM).some(
        ([west, south, east, north]) => other[0] >= west && other[0] <= east && other[1] >= south && other[1] <= north,
      );
      expect(holds).toBe(true);
    }),
    { numRuns: 300, maxSkipsPerRun: 10_000 },
  );
});

it('reg-29 the circles grow up to the distance that was asked for', () => {
  const radii = radiiUpTo(6400);
  expect(radii.at(-1)).toBe(6400);
  expect(radii).toEqual(radii.toSorted((a, b) => a - b));
});
