import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clusterPoints, touches, type MapPoint } from './cluster.ts';
import { boundsOf, toLatLng } from './lon-lat.ts';

const pointArbitrary = fc
  .tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }), fc.uuid())
  .map(([lon, lat, id]): MapPoint => ({ id, position: [lon, lat], label: id }));

test('platform: clustering loses no point and doubles none, at any zoom', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(pointArbitrary, { selector: ({ id }) => id, maxLength: 200 }),
      fc.integer({ min: 0, max: 18 }),
      (points, zoom) => {
        const members = clusterPoints(points, zoom).flatMap((cluster) => cluster.points.map(({ id }) => id));
        expect(members.sort()).toEqual(points.map(({ id }) => id).sort());
      },
    ),
  );
});

test('platform: no marker covers another, however close points lie', () => {
  const townArbitrary = fc
    .tuple(fc.double({ min: 15, max: 15.6, noNaN: true }), fc.double({ min: -4.6, max: -4, noNaN: true }), fc.uuid())
    .map(([lon, lat, id]): MapPoint => ({ id, position: [lon, lat], label: id }));
  fc.assert(
    fc.property(fc.array(townArbitrary, { maxLength: 120 }), fc.integer({ min: 6, max: 14 }), (points, zoom) => {
      const clusters = clusterPoints(points, zoom);
      const covered = clusters.filter((a, index) => clusters.slice(index + 1).some((b) => touches(a, b, zoom)));
      expect(covered).toEqual([]);
      expect(new Set(clusters.map(({ key }) => key)).size).toBe(clusters.length);
    }),
  );
});

test('platform: neighbours are one cluster from afar and two from near', () => {
  const points: MapPoint[] = [
    { id: 'a', position: [15.3, -4.3], label: 'a' },
    { id: 'b', position: [15.31, -4.31], label: 'b' },
  ];
  expect(clusterPoints(points, 3)).toHaveLength(1);
  expect(clusterPoints(points, 17)).toHaveLength(2);
});

test('platform: coordinates turn over for the map library only', () => {
  expect(toLatLng([15.3, -4.3])).toEqual([-4.3, 15.3]);
  expect(
    boundsOf([
      [15, -5],
      [16, -4],
    ]),
  ).toEqual([
    [-5, 15],
    [-4, 16],
  ]);
  expect(boundsOf([])).toBeNull();
});
