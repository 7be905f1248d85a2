import { describe, expect, it } from 'vitest';
import { gaugeShare, publicLevelOf } from './public-site.ts';

describe('man-18 the levels of a public page', () => {
  it('man-18 up to 1000 ppm is good, up to 1600 fair, above poor', () => {
    expect([400, 1000, 1001, 1600, 1601].map(publicLevelOf)).toEqual(['good', 'good', 'fair', 'fair', 'poor']);
  });

  it('man-18 the gauge goes from 400 to 2000 ppm, and what is beyond stands at its end', () => {
    expect([0, 400, 1200, 2000, 9999].map(gaugeShare)).toEqual([0, 0, 0.5, 1, 1]);
  });
});
