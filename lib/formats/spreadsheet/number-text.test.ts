import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toNumberText } from './number-text.ts';

describe('toNumberText', () => {
  it.each([
    [0.1 + 0.2, '0.3'],
    [1.1000000000000001, '1.1'],
    [5, '5'],
    [-0, '0'],
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [1e21, '1000000000000000000000'],
    [1234567890123456, '1234567890123456'],
    [43831.5, '43831.5'],
  ])('platform: writes %d as %s', (value, text) => {
    expect(toNumberText(value)).toBe(text);
  });

  it('platform: writes plain decimals that mean the number to 15 digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        const text = toNumberText(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-14);
      }),
    );
  });
});
