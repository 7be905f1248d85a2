import { describe, expect, test } from 'vitest';
import { findProblems, type HealthNow } from './health-findings.ts';
import { fillBins, sumBins } from './intake.ts';

const atMs = Date.parse('2026-11-22T12:00:00Z');
const well: HealthNow = {
  atMs,
  waiting: { count: 3, isMore: false, oldestAtMs: atMs - 2000 },
  lastHour: { bundlesReceived: 40, bundlesProcessed: 38 },
  lastDay: { bundlesReceived: 900, bundlesFailed: 0, pointsAdded: 90_000, pointsQuarantined: 12 },
  workers: 1,
  jobs: [{ kind: 'task.run', waiting: 0, running: 1, failed: 0 }],
  storage: { databaseBytes: 1e9, diskFreeBytes: 40e9, diskTotalBytes: 100e9 },
};
const codes = (now: HealthNow) => findProblems(now).map(({ code }) => code);

describe('pdk-19 what is wrong, in words', () => {
  test('pdk-19 says nothing when all is well', () => {
    expect(findProblems(well)).toEqual([]);
  });

  test('pdk-19 tells a stopped worker from a slow one', () => {
    const waiting = { count: 700, isMore: false, oldestAtMs: atMs - 20 * 60_000 };
    expect(codes({ ...well, waiting })).toEqual(['processingBehind']);
    expect(codes({ ...well, waiting, workers: 0, lastHour: { bundlesReceived: 40, bundlesProcessed: 0 } })).toEqual([
      'noWorker',
      'processingStopped',
    ]);
    const ages = [20, 119, 120, 2_572, 2_870].map((minutes) => {
      const { values } =
        findProblems({ ...well, waiting: { ...waiting, oldestAtMs: atMs - minutes * 60_000 } })[0] ?? {};
      return [values?.['age'], values?.['unit']];
    });
    expect(ages).toEqual([
      [20, 'minute'],
      [119, 'minute'],
      [2, 'hour'],
      [43, 'hour'],
      [2, 'day'],
    ]);
  });

  test('pdk-19 notices silence after a day with intake, but not on a new installation', () => {
    const lastHour = { bundlesReceived: 0, bundlesProcessed: 0 };
    expect(codes({ ...well, lastHour })).toEqual(['silence']);
    const empty = { bundlesReceived: 0, bundlesFailed: 0, pointsAdded: 0, pointsQuarantined: 0 };
    expect(
      codes({ ...well, lastHour, lastDay: empty, waiting: { count: 0, isMore: false, oldestAtMs: null } }),
    ).toEqual([]);
  });

  test('pdk-19 puts what is bad before what is worth a look', () => {
    const found = codes({
      ...well,
      lastDay: { ...well.lastDay, bundlesFailed: 2, pointsQuarantined: 5000 },
      jobs: [{ kind: 'a', waiting: 0, running: 0, failed: 2 }],
      storage: { databaseBytes: 1, diskFreeBytes: 1, diskTotalBytes: 100 },
    });
    expect(found).toEqual(['diskFull', 'bundlesFailed', 'pointsQuarantined', 'jobsFailed']);
    expect(codes({ ...well, storage: { databaseBytes: 1, diskFreeBytes: 8, diskTotalBytes: 100 } })).toEqual([
      'diskLow',
    ]);
    expect(codes({ ...well, storage: { databaseBytes: 1, diskFreeBytes: null, diskTotalBytes: null } })).toEqual([]);
  });
});

test('pdk-19 a series has every bin, also those without intake', () => {
  const bin = { ...sumBins([]), atMs: 60_000, pointsAdded: 5 };
  const filled = fillBins([bin], { fromMs: 0, toMs: 180_000 }, 60_000);
  expect(filled.map(({ atMs: at, pointsAdded }) => [at, pointsAdded])).toEqual([
    [0, 0],
    [60_000, 5],
    [120_000, 0],
  ]);
  expect(sumBins(filled).pointsAdded).toBe(5);
});
