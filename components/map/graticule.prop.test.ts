import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graticule } from './graticule.ts';

test('platform: a graticule has a handful of lines in any window', () => {
  const windowArbitrary = fc
    .tuple(
      fc.double({ min: -180, max: 179, noNaN: true }),
      fc.double({ min: 0.0001, max: 360, noNaN: true }),
      fc.double({ min: -85, max: 84, noNaN: true }),
    )
    .map(([west, width, south]) => ({ west, east: west + width, south, north: Math.min(85, south + width / 2) }));
  fc.assert(
    fc.property(windowArbitrary, (window) => {
      const lines = graticule(window);
      expect(lines.length).toBeLessThanOrEqual(60);
      expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
    }),
  );
});
