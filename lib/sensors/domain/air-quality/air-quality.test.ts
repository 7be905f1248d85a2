import { describe, expect, test } from 'vitest';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { assessAirQuality, type AirQualityOrder } from './air-quality.ts';
import { assessLegacy } from './legacy-air-quality.ts';
import { usualThresholds } from './thresholds.ts';

const clock = new ZoneClock('Europe/Berlin');
const at = (text: string) => Date.parse(text);
const september = { fromMs: at('2021-08-31T22:00:00Z'), toMs: at('2021-09-30T22:00:00Z') };

/** One sample every five minutes of a range. */
function everyFiveMinutes({ fromMs, toMs }: { fromMs: number; toMs: number }, ppmAt: (localHour: number) => number) {
  const samples = [];
  for (let atMs = fromMs; atMs < toMs; atMs += 300_000) {
    const localHour = (atMs / 3_600_000 + clock.offsetSeconds(atMs / 1000) / 3600) % 24;
    samples.push({ atMs, ppm: ppmAt(localHour) });
  }
  return samples;
}

const lunch = (localHour: number) => (localHour >= 10 && localHour < 12 ? 1700 : 700);

describe('man-15 man-16 what the replaced server computes (managair.md 8.2, synthetic months)', () => {
  test.each([
    ['constant 600', 600, { gapS: 600, excessS: 0, excessScore: 0, excessRate: 0 }],
    ['constant 1600', 1600, { gapS: 600, excessS: 85_800, excessScore: 100, excessRate: 1 }],
    ['constant 1500', 1500, { gapS: 600, excessS: 85_800, excessScore: 0, excessRate: 1 }],
  ])('man-15 %s: a day too many, a slot too few, and never a medal', (_name, ppm, first) => {
    const legacy = assessLegacy(
      everyFiveMinutes(september, () => ppm),
      clock,
    )!;
    expect([legacy.slotCount, legacy.days.length, legacy.days.filter(({ isValid }) => isValid).length]).toEqual([
      4321, 31, 30,
    ]);
    expect(legacy.days[0]).toMatchObject({ date: '2021-09-01', ...first });
    expect(legacy.days[1]).toMatchObject({ gapS: 0, excessS: ppm >= 1500 ? 86_400 : 0 });
    expect(legacy.days.at(-1)).toMatchObject({ date: '2021-10-01', gapS: 85_800 });
    expect(legacy.hasMedal).toBe(false);
  });

  test('man-15 the month of UTC that its interface asks for has days that are not whole', () => {
    const utc = { fromMs: at('2021-09-01T00:00:00Z'), toMs: at('2021-10-01T00:00:00Z') };
    const legacy = assessLegacy(
      everyFiveMinutes(utc, () => 600),
      clock,
    )!;
    expect([legacy.slotCount, legacy.days.length]).toEqual([4465, 32]);
    expect(legacy.days[0]).toMatchObject({ gapS: 7800, isValid: false });
    expect(legacy.days[30]).toMatchObject({ date: '2021-10-01', gapS: 0, isValid: true });
  });

  test('man-16 the excess score is mean excess times the share of the time', () => {
    const { days } = assessLegacy(everyFiveMinutes(september, lunch), clock)!;
    expect(days[0]!.mean).toBeCloseTo(783.916, 3);
    expect(days[0]!.excessScore).toBeCloseTo(16.783, 3);
    expect(days[1]).toMatchObject({ excessS: 7200 });
    expect(days[1]!.mean).toBeCloseTo(783.333, 3);
    expect(days[1]!.excessScore).toBeCloseTo(16.667, 3);
  });

  test('man-15 nothing measured is nothing computed', () => {
    expect(assessLegacy([], clock)).toBeNull();
  });
});

const order = {
  ...september,
  clock,
  thresholds: usualThresholds,
  combination: 'worst',
} as const satisfies AirQualityOrder;
const stays = [{ fromMs: september.fromMs, toMs: null }];
const node = (ppmAt: (hour: number) => number, span = september) => ({
  nodeId: 'a',
  samples: everyFiveMinutes(span, ppmAt),
  stays,
});

describe('man-15 the corrected rules', () => {
  test('man-15 a month of clean air has 30 whole days and the medal (defects 18, 19, 20)', () => {
    const { days, medal, histogram } = assessAirQuality([node(() => 600)], order);
    expect(days).toHaveLength(30);
    expect(days.every(({ gapS, isValid, excessScore }) => gapS === 0 && isValid && excessScore === 0)).toBe(true);
    expect(medal).toBe('awarded');
    expect(Object.values(histogram).every((hours) => hours.length === 24 && hours.every((mean) => mean === 600))).toBe(
      true,
    );
  });

  test('man-16 days over the threshold for two hours have their score, and too many of them cost the medal', () => {
    const { days, medal } = assessAirQuality([node(lunch)], order);
    expect(days[0]!.excessScore).toBeCloseTo(200 * (7200 / 86_400), 9);
    expect(medal).toBe('refused');
    const bad = assessAirQuality([node((hour) => (hour < 1 ? 2000 : 500))], order);
    expect(bad.medal).toBe('refused');
  });

  test('man-15 a value of 1500 counts as over, and adds nothing to the score', () => {
    const { days } = assessAirQuality([node(() => 1500)], order);
    expect(days[0]).toMatchObject({ excessS: 86_400, excessRate: 1, excessScore: 0 });
  });

  test('man-15 too little data is said as such, not as a medal refused', () => {
    const half = { fromMs: september.fromMs, toMs: september.fromMs + 10 * 86_400_000 };
    const { medal, days } = assessAirQuality([node(() => 600, half)], order);
    expect(medal).toBe('not_enough_data');
    expect(days.filter(({ isValid }) => isValid)).toHaveLength(10);
    expect(assessAirQuality([], order)).toMatchObject({ medal: 'not_enough_data' });
  });

  test('man-15 days have the hours that they have where the clocks change', () => {
    const october = { fromMs: at('2020-10-23T22:00:00Z'), toMs: at('2020-10-26T23:00:00Z') };
    const { days } = assessAirQuality([{ ...node(() => 700, october), stays: [{ fromMs: 0, toMs: null }] }], {
      ...order,
      ...october,
    });
    expect(days.map(({ lengthS }) => lengthS)).toEqual([86_400, 90_000, 86_400]);
    expect(days.every(({ gapS }) => gapS === 0)).toBe(true);
  });

  test.each(['Asia/Kathmandu', 'Asia/Kolkata'])('man-15 hours are those of the clock on the wall in %s', (zone) => {
    const local = new ZoneClock(zone);
    const range = { fromMs: local.startOfDay('2021-09-06').getTime(), toMs: local.startOfDay('2021-09-13').getTime() };
    const samples = [];
    for (let atMs = range.fromMs; atMs < range.toMs; atMs += 600_000) {
      const hour = Math.floor((atMs - range.fromMs) / 3_600_000) % 24;
      samples.push({ atMs, ppm: 400 + hour });
    }
    const { histogram } = assessAirQuality([{ nodeId: 'a', samples, stays: [{ fromMs: 0, toMs: null }] }], {
      ...{ ...order, ...range },
      clock: local,
    });
    expect(histogram.Mo).toEqual(Array.from({ length: 24 }, (_, hour) => 400 + hour));
  });

  test('man-15 of each node only what it measured while it was there (defect 23)', () => {
    const half = september.fromMs + 15 * 86_400_000;
    const nodes = [
      { ...node(() => 600), stays: [{ fromMs: september.fromMs, toMs: half }] },
      { ...node(() => 1000), stays: [{ fromMs: half, toMs: null }] },
    ];
    const { days } = assessAirQuality(nodes, order);
    expect([days[14]!.mean, days[15]!.mean]).toEqual([600, 1000]);
  });

  test('man-15 several nodes at once are the worst of them, or their mean', () => {
    const nodes = [node(() => 600), node(() => 1000)];
    expect(assessAirQuality(nodes, order).days[0]!.mean).toBe(1000);
    expect(assessAirQuality(nodes, { ...order, combination: 'mean' }).days[0]!.mean).toBe(800);
  });

  test('man-15 samples more than 30 minutes apart leave a gap, and an hour without all of its slots no mean', () => {
    const samples = everyFiveMinutes(september, () => 600).filter(({ atMs }) => {
      const sinceMs = atMs - september.fromMs;
      return sinceMs <= 3_600_000 || sinceMs >= 3_600_000 + 41 * 60_000;
    });
    const { days, histogram } = assessAirQuality([{ nodeId: 'a', samples, stays }], order);
    expect(days[0]).toMatchObject({ gapS: 2400, isValid: true });
    // 1 September 2021 was a Wednesday: three others fill the hour.
    expect(histogram.We[1]).toBe(600);
  });
});
