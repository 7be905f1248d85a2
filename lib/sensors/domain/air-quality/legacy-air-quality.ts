import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { histogramOf, localCalendar, metricsOf, minuteLine, type Slot } from './slot-metrics.ts';
import { type Co2Sample, type DayMetrics, type HourMeans, type Weekday, usualThresholds } from './thresholds.ts';

const dayMs = 86_400_000;
const thresholds = usualThresholds;

/** What the replaced server computes (managair.md 8.1), its defects included: for comparing numbers. */
export interface LegacyAirQuality {
  /** Slots that it judged. */
  readonly slotCount: number;
  readonly days: readonly DayMetrics[];
  /** Never true: a day with a score of 0 counts as a bad one. */
  readonly hasMedal: boolean;
  /** Lists of 24 numbers; empty unless all hours of the day have one. */
  readonly histogram: Readonly<Record<Weekday, readonly number[]>>;
  /** The same before days that are not complete are emptied. */
  readonly hours: Readonly<Record<Weekday, HourMeans>>;
}

/** Judges samples in order of time, at least one, on the clock of the one zone that the replaced server knew. */
export function assessLegacy(samples: readonly Co2Sample[], clock: ZoneClock): LegacyAirQuality | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return null;
  const fromMs = startOfDay(first.atMs, clock);
  const toMs = ceilDay(last.atMs, clock);
  // The end gets the value of the beginning: the numbers of managair.md 8.2 come out only so, though 8.1 says the last one.
  const padded = [{ atMs: fromMs, ppm: first.ppm }, ...samples, { atMs: toMs, ppm: first.ppm }];
  const line = minuteLine(padded);
  const gaps = gapsOf(samples, clock);
  const slots: Slot[] = [];
  for (let atMs = fromMs; atMs <= toMs; atMs += thresholds.slotS * 1000) {
    const isMissing = gaps.some(([from, to]) => from <= atMs && atMs <= to);
    slots.push({ atMs, ppm: isMissing ? null : line(atMs) });
  }
  const days = [...Map.groupBy(slots, ({ atMs }) => localCalendar(atMs, clock).date)].map(([date, ofDay]) =>
    dayOf(date, ofDay),
  );
  const hours = histogramOf(slots, clock, thresholds);
  const histogram = Object.fromEntries(
    Object.entries(hours).map(([day, means]) => [day, means.every((mean) => mean !== null) ? means : []]),
  ) as LegacyAirQuality['histogram'];
  return { slotCount: slots.length, days, hasMedal: medalOf(days), histogram, hours };
}

/** A day has 86,400 s always, and a longer one so a negative rest: none is missing then. */
function dayOf(date: string, slots: readonly Slot[]): DayMetrics {
  const missing = slots.filter(({ ppm }) => ppm === null).length;
  const shortage = Math.max(0, 144 - slots.length);
  const gapS = (missing + shortage) * thresholds.slotS;
  const measured = metricsOf(slots, 86_400, thresholds);
  const excessRate = gapS < 86_400 ? measured.excessS / (86_400 - gapS) : 0;
  const score = { excessRate, excessScore: measured.meanExcess * excessRate };
  return { ...measured, ...score, gapS, date, lengthS: 86_400, isValid: gapS <= thresholds.dayGapS };
}

/**
 * Stretches between neighbours that are too far apart, both ends included. The ends of the range are laid by reading UTC as
 * if it were local time, one or two hours too early (defect 19).
 */
function gapsOf(samples: readonly Co2Sample[], clock: ZoneClock): (readonly [number, number])[] {
  const [first, last] = [samples[0]?.atMs ?? 0, samples.at(-1)?.atMs ?? 0];
  const utcDay = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
  const begin = clock.startOfDay(utcDay(first)).getTime();
  const isWhole = last % dayMs === 0;
  const end = isWhole ? clock.startOfDay(utcDay(last)).getTime() : clock.endOfDay(utcDay(last)).getTime();
  const points = [begin, ...samples.map(({ atMs }) => atMs), end];
  return points.slice(1).flatMap((to, index) => {
    const from = points[index] ?? to;
    return to - from > thresholds.gapS * 1000 ? [[from, to] as const] : [];
  });
}

function startOfDay(atMs: number, clock: ZoneClock): number {
  return clock.startOfDay(localCalendar(atMs, clock).date).getTime();
}

function ceilDay(atMs: number, clock: ZoneClock): number {
  const start = startOfDay(atMs, clock);
  return start === atMs ? atMs : clock.endOfDay(localCalendar(atMs, clock).date).getTime();
}

function medalOf(days: readonly DayMetrics[]): boolean {
  const valid = days.filter(({ isValid }) => isValid);
  if (valid.length / days.length < thresholds.validShare) return false;
  if (valid.some(({ max }) => (max ?? 0) >= thresholds.badPpm)) return false;
  if (valid.some(({ excessScore }) => excessScore >= thresholds.badScore)) return false;
  // The test that was meant asks for more than 0 (defect 18).
  return valid.filter(({ excessScore }) => excessScore >= 0).length < thresholds.yellowShare * valid.length;
}
