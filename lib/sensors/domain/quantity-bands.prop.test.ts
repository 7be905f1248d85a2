import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBand, findBandsFlaw, levelOf, quantityBandsSchema, usualBands, worstSeverity } from './quantity-bands.ts';

const usual = usualBands[0]?.bands ?? [];

describe('man-17 colour bands', () => {
  it('man-17 every value lies in one band, and a greater value never in a better one', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        const [low, high] = [findBand(usual, Math.min(a, b)), findBand(usual, Math.max(a, b))];
        expect(low?.severity).toBeLessThanOrEqual(high?.severity ?? -1);
      }),
    );
  });

  it('man-17 a band holds its upper end: 800 ppm is the best, 801 the second, above 1800 the worst', () => {
    expect([800, 801, 1000, 1800, 1801].map((ppm) => findBand(usual, ppm)?.severity)).toEqual([0, 1, 1, 5, 6]);
    expect([0, 1, 2, 3, 4, 5, worstSeverity].map(levelOf)).toEqual([
      'good',
      'good',
      'fair',
      'fair',
      'poor',
      'poor',
      'bad',
    ]);
  });

  it('man-17 what is wrong with bands has a word, for the form that writes them', () => {
    const flawOf = (...ends: (number | null)[]) => findBandsFlaw(ends.map((upTo) => ({ upTo })));
    expect(flawOf(1, 2, null)).toBeNull();
    expect([flawOf(null, null), flawOf(2, 1, null), flawOf(1, 1, null), flawOf(1, 2)]).toEqual([
      'noEnd',
      'notRising',
      'notRising',
      'ends',
    ]);
  });

  it('man-17 bands out of order, without an end or with two are refused', () => {
    const isTaken = (...ends: (number | null)[]) =>
      quantityBandsSchema.safeParse({ quantity: 'co2', bands: ends.map((upTo) => ({ upTo, severity: 0 })) }).success;
    expect(isTaken(1, 2, null)).toBe(true);
    expect(isTaken(null)).toBe(true);
    for (const wrong of [[], [1], [2, 1, null], [1, 1, null], [1, null, null], [null, 1]]) {
      expect(isTaken(...wrong), String(wrong)).toBe(false);
    }
  });
});
