import { describe, expect, it } from 'vitest';
import { readShape } from './read-shape.ts';

const square = [
  [20, 0],
  [21, 0],
  [21, 1],
  [20, 0],
];
const polygon = { type: 'Polygon', coordinates: [square] };
const collection = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: polygon }] };

describe('reg-18 readShape', () => {
  it.each([
    ['GeoJSON', polygon],
    ['GeoJSON as text', JSON.stringify(polygon)],
    ['a collection of one', collection],
    ['WKT', 'POLYGON((20 0, 21 0, 21 1, 20 0))'],
    ['WKT with its reference system', 'SRID=4326; polygon ((20 0,21 0 , 21 1,2e1 0))'],
  ])('reg-18 reads %s', (_name, value) => {
    expect(readShape(value)).toEqual(polygon);
  });

  it('reg-18 reads several polygons, holes and heights', () => {
    expect(readShape('MULTIPOLYGON Z (((20 0 5, 21 0 5, 21 1 5, 20 0 5)), ((1 1, 2 1, 2 2, 1 1)))')).toMatchObject({
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [20, 0, 5],
            [21, 0, 5],
            [21, 1, 5],
            [20, 0, 5],
          ],
        ],
        [
          [
            [1, 1],
            [2, 1],
            [2, 2],
            [1, 1],
          ],
        ],
      ],
    });
  });

  it('reg-18 tells nothing from what cannot be read', () => {
    for (const nothing of [null, '', { features: [{ geometry: null }] }]) expect(readShape(nothing)).toBeNull();
    const wrong = ['POINT(1 2)', 'POLYGON((1 2', 'POLYGON((a b, c d, e f))', '{', 3, [], {}, { type: 'Polygon' }];
    for (const value of wrong) expect([value, readShape(value)]).toEqual([value, undefined]);
  });
});
