import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import {
  type AirQualityThresholds,
  type Co2Sample,
  type Histogram,
  type SlotMetrics,
  type Weekday,
  weekdays,
} from './thresholds.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** A slot and its value; null: it lies in a gap. */
export interface Slot {
  readonly atMs: number;
  readonly ppm: number | null;
}

/** Carbon dioxide by the minute, as a line between the means of the minutes that have samples. Samples in order of time. */
export function minuteLine(samples: readonly Co2Sample[]): (atMs: number) => number | null {
  const minutes: { atMs: number; sum: number; count: number }[] = [];
  for (const { atMs, ppm } of samples) {
    const minute = Math.floor(atMs / minuteMs) * minuteMs;
    const last = minutes.at(-1);
    if (last?.atMs === minute) {
      last.sum += ppm;
      last.count += 1;
    } else minutes.push({ atMs: minute, sum: ppm, count: 1 });
  }
  let at = 0;
  return (atMs) => {
    if ((minutes[at]?.atMs ?? atMs) > atMs) at = 0;
    while (at + 1 < minutes.length && (minutes[at + 1]?.atMs ?? 0) <= atMs) at += 1;
    const [before, after] = [minutes[at], minutes[at + 1]];
    if (!before || before.atMs > atMs) return null;
    const value = before.sum / before.count;
    if (before.atMs === atMs) return value;
    if (!after) return null;
    const share = (atMs - before.atMs) / (after.atMs - before.atMs);
    return value + share * (after.sum / after.count - value);
  };
}

/** What some slots say; `lengthS` is how long they would be without any missing. */
export function metricsOf(
  slots: readonly Slot[],
  lengthS: number,
  { cleanPpm, slotS }: AirQualityThresholds,
): SlotMetrics {
  const values = slots.flatMap(({ ppm }) => (ppm === null ? [] : [ppm]));
  const over = values.filter((ppm) => ppm >= cleanPpm);
  const gapS = Math.max(0, lengthS - values.length * slotS);
  const excessS = over.length * slotS;
  const meanExcess = over.length === 0 ? 0 : meanOf(over) - cleanPpm;
  const measuredS = lengthS - gapS;
  const excessRate = measuredS > 0 ? excessS / measuredS : 0;
  return {
    gapS,
    max: values.length === 0 ? null : Math.max(...values),
    mean: values.length === 0 ? null : meanOf(values),
    excessS,
    meanExcess,
    excessRate,
    excessScore: meanExcess * excessRate,
  };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The calendar that an instant has on a clock: day (YYYY-MM-DD), hour, and weekday from 0 (Monday). */
export function localCalendar(atMs: number, clock: ZoneClock) {
  const local = new Date(atMs + clock.offsetSeconds(atMs / 1000) * 1000);
  return {
    date: local.toISOString().slice(0, 10),
    hour: local.getUTCHours(),
    weekday: weekdays[(local.getUTCDay() + 6) % 7] ?? 'Mo',
  };
}

/** An hour of the clock on the wall, the one that comes twice apart: zones need not be whole hours from UTC. */
function localHour(atMs: number, clock: ZoneClock): string {
  const offsetS = clock.offsetSeconds(atMs / 1000);
  return `${String(Math.floor((atMs + offsetS * 1000) / hourMs))} ${String(offsetS)}`;
}

/** Means of hours with all of their slots, by weekday and hour of the day. */
export function histogramOf(slots: readonly Slot[], clock: ZoneClock, { slotS }: AirQualityThresholds): Histogram {
  const slotsOfHour = 3600 / slotS;
  const cells = new Map<Weekday, number[][]>(weekdays.map((day) => [day, Array.from({ length: 24 }, () => [])]));
  for (const hour of Map.groupBy(slots, ({ atMs }) => localHour(atMs, clock)).values()) {
    const values = hour.flatMap(({ ppm }) => (ppm === null ? [] : [ppm]));
    const first = hour[0];
    if (!first || values.length < slotsOfHour) continue;
    const { weekday, hour: hourOfDay } = localCalendar(first.atMs, clock);
    cells.get(weekday)?.[hourOfDay]?.push(meanOf(values));
  }
  const entries = [...cells].map(([day, hours]) => [
    day,
    hours.map((means) => (means.length === 0 ? null : meanOf(means))),
  ]);
  return Object.fromEntries(entries) as Histogram;
}
