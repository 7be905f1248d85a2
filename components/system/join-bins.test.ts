import { expect, test } from 'vitest';
import { cutSeries, joinBins } from './join-bins.ts';

/** A day of minutes, each with as many points as its number. */
function aDay() {
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
  return { fromMs: 7 * 60_000, stepMs: 60_000, columns };
}

test('pdk-19 a part of a day is drawn minute by minute', () => {
  const hour = cutSeries(aDay(), { fromMs: 67 * 60_000, toMs: 127 * 60_000 });
  const { bins, stepMs } = joinBins(hour, 300);
  expect(stepMs).toBe(60_000);
  expect(bins.map(({ atMs, pointsAdded }) => [atMs / 60_000, pointsAdded])).toEqual(
    Array.from({ length: 60 }, (_, minute) => [67 + minute, 60 + minute]),
  );
  expect(cutSeries(aDay(), { fromMs: -10, toMs: 0 })).toEqual(aDay());
});

test('pdk-19 a day of minutes is drawn in 300 bars at most, and no point is lost', () => {
  const joined = joinBins(aDay(), 300);
  expect(joined.stepMs).toBe(300_000);
  expect(joined.bins.length).toBeLessThanOrEqual(301);
  expect(joined.bins.reduce((sum, bin) => sum + bin.pointsAdded, 0)).toBe((1439 * 1440) / 2);
  expect(joined.bins.every(({ atMs }) => atMs % 300_000 === 0)).toBe(true);
});
