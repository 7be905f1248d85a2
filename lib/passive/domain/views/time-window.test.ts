import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketMsFor, maxWindowMs, timeWindowSchema } from './time-window.ts';

const windowOf = (ms: number) => ({ from: new Date(0), to: new Date(ms) });

describe('time window', () => {
  it('pdk-23 a bucket never makes more of them than asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: maxWindowMs }), fc.integer({ min: 1, max: 2000 }), (ms, maxBuckets) => {
        expect(ms / bucketMsFor(windowOf(ms), maxBuckets)).toBeLessThanOrEqual(maxBuckets);
      }),
    );
  });

  it('pdk-23 two days in ten minutes, as the data-frequency chart has them', () => {
    expect(bucketMsFor(windowOf(2 * 86_400_000), 300, 600_000)).toBe(600_000);
  });

  it('pdk-23 refuses windows that end before they begin, or span more than ten years', () => {
    expect(timeWindowSchema.safeParse({ from: '2026-02-01', to: '2026-01-01' }).success).toBe(false);
    expect(timeWindowSchema.safeParse({ from: '1970-01-01', to: '2026-01-01' }).success).toBe(false);
    expect(timeWindowSchema.safeParse({ from: '2026-01-01', to: '2026-02-01' }).success).toBe(true);
  });
});
