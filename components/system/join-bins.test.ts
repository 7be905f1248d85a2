import { expect, test } from 'vitest';
import { joinBins } from './join-bins.ts';

test('pdk-19 a day of minutes is drawn in 300 bars at most, and no point is lost', () => {
  const zeros = new Array<number>(1440).fill(0);
  const columns = {
    bundlesReceived: zeros,
    bundlesRepeated: zeros,
    bytesReceived: zeros,
    bundlesProcessed: zeros,
    bundlesFailed: zeros,
    pointsAdded: zeros.map((_, minute) => minute),
    pointsQuarantined: zeros,
  };
  const joined = joinBins({ fromMs: 7 * 60_000, stepMs: 60_000, columns }, 300);
  expect(joined.stepMs).toBe(300_000);
  expect(joined.bins.length).toBeLessThanOrEqual(301);
  expect(joined.bins.reduce((sum, bin) => sum + bin.pointsAdded, 0)).toBe((1439 * 1440) / 2);
  expect(joined.bins.every(({ atMs }) => atMs % 300_000 === 0)).toBe(true);
});
