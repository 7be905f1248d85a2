import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coveredBoxes, overlaps, type ScreenBox } from './covered.ts';

const boxArbitrary = fc
  .record({ left: fc.integer({ min: 0, max: 300 }), top: fc.integer({ min: 0, max: 300 }), size: fc.constant(24) })
  .map(({ left, top, size }): ScreenBox => ({ left, top, right: left + size, bottom: top + size }));

test('platform: markers that stay targets neither cover each other nor lie under what covers the map', () => {
  fc.assert(
    fc.property(fc.array(boxArbitrary, { maxLength: 60 }), fc.array(boxArbitrary, { maxLength: 5 }), (boxes, lids) => {
      const covered = coveredBoxes(boxes, lids);
      const free = boxes.filter((_, index) => !covered[index]);
      expect(free.some((box) => lids.some((lid) => overlaps(box, lid)))).toBe(false);
      expect(free.some((a, index) => free.slice(index + 1).some((b) => overlaps(a, b)))).toBe(false);
    }),
  );
});

test('platform: a marker gives way only to what covers it', () => {
  const box = (left: number): ScreenBox => ({ left, top: 0, right: left + 24, bottom: 24 });
  expect(coveredBoxes([box(0), box(24), box(40)], [])).toEqual([false, false, true]);
  // The second is covered, so it covers nothing itself.
  expect(coveredBoxes([box(0), box(12), box(24)], [])).toEqual([false, true, false]);
  expect(coveredBoxes([box(0), box(100)], [box(110)])).toEqual([false, true]);
});
