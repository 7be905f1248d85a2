import fc from 'fast-check';
import { expect, test } from 'vitest';
import { downSample } from './down-sample.ts';

test('platform: a spike among 10,000 points survives down-sampling', () => {
  const points = Array.from({ length: 10_000 }, (_, x) => ({ x, y: x === 4321 ? 100 : Math.sin(x / 50) }));
  const kept = downSample(points, 400);
  expect(kept).toHaveLength(400);
  expect(kept).toContain(4321);
  expect([kept[0], kept.at(-1)]).toEqual([0, 9999]);
});

test('platform: kept points are in order, each once, never more than asked', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 500 }),
      fc.integer({ min: 3, max: 100 }),
      (ys, most) => {
        const kept = downSample(
          ys.map((y, x) => ({ x, y })),
          most,
        );
        expect(kept.length).toBe(Math.min(ys.length, most));
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      },
    ),
  );
});
