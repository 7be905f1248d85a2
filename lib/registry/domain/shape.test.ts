import { expect, test } from 'vitest';
import { countCorners } from './shape.ts';

const square = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];
const hole = [
  [1, 1],
  [2, 1],
  [2, 2],
  [1, 1],
];

test('reg-30 the corner where a ring begins and ends counts once, in holes too; open rings count as they are', () => {
  expect(countCorners({ type: 'Polygon', coordinates: [square] })).toBe(4);
  expect(countCorners({ type: 'Polygon', coordinates: [[...square, [0, 0]]] })).toBe(4);
  expect(countCorners({ type: 'MultiPolygon', coordinates: [[[...square, [0, 0]], hole], [hole]] })).toBe(10);
});
