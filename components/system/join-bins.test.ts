import { expect, test } from 'vitest';
import { joinBins } from './join-bins.ts';

test('pdk-19 a day of minutes is drawn in 300 bars at most, and no point is lost', () => {
  const zero = {
    bundlesReceived: 0,
    bundlesRepeated: 0,
    bytesReceived: 0,
    bundlesProcessed: 0,
    bundlesFailed: 0,
    pointsQuarantined: 0,
  };
  const bins = Array.from({ length: 1440 }, (_, minute) => ({
    ...zero,
    atMs: 7 * 60_000 + minute * 60_000,
    pointsAdded: minute,
  }));
  const joined = joinBins({ bins, stepMs: 60_000 }, 300);
  expect(joined.stepMs).toBe(300_000);
  expect(joined.bins.length).toBeLessThanOrEqual(301);
  expect(joined.bins.reduce((sum, bin) => sum + bin.pointsAdded, 0)).toBe((1439 * 1440) / 2);
  expect(joined.bins.every(({ atMs }) => atMs % 300_000 === 0)).toBe(true);
});
