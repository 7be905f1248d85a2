import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { histogramOf, localCalendar, meanOf, metricsOf, minuteLine, type Slot } from './slot-metrics.ts';
import type { AirQualityThresholds, Co2Sample, DayMetrics, Histogram } from './thresholds.ts';

/** What one node measured of a room: samples in order of time, and when it was there (`[from, to)`, null: until now). */
export interface NodeAir {
  readonly nodeId: string;
  readonly samples: readonly Co2Sample[];
  readonly stays: readonly { readonly fromMs: number; readonly toMs: number | null }[];
}

/** How several nodes of a room at once become one value: the worst, the mean. */
export const combinations = ['worst', 'mean'] as const;
export type Combination = (typeof combinations)[number];

/** Whether a room has earned the medal; with too little data nobody can say. */
export type MedalState = 'awarded' | 'refused' | 'not_enough_data';

export interface AirQuality {
  readonly medal: MedalState;
  /** Every local day of the range, whether or not it has data. */
  readonly days: readonly DayMetrics[];
  readonly histogram: Histogram;
}

export interface AirQualityOrder {
  /** Whole local days: `[fromMs, toMs)`. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly clock: ZoneClock;
  readonly thresholds: AirQualityThresholds;
  readonly combination: Combination;
}

/**
 * Judges the air of a room by the local calendar of its site: days of 23, 24 or 25 hours; of each node only what it
 * measured while it was there; the medal when fewer than the share of valid days were over the threshold at any time
 * (managair.md 8.3).
 */
export function assessAirQuality(nodes: readonly NodeAir[], order: AirQualityOrder): AirQuality {
  const { clock, thresholds } = order;
  const slots = slotsOf(nodes, order);
  const byDate = Map.groupBy(slots, ({ atMs }) => localCalendar(atMs, clock).date);
  const days = [...byDate].map(([date, ofDay]): DayMetrics => {
    const lengthS = (clock.endOfDay(date).getTime() - clock.startOfDay(date).getTime()) / 1000;
    const metrics = metricsOf(ofDay, lengthS, thresholds);
    return { ...metrics, date, lengthS, isValid: metrics.gapS <= thresholds.dayGapS };
  });
  return { medal: medalOf(days, thresholds), days, histogram: histogramOf(slots, clock, thresholds) };
}

function slotsOf(nodes: readonly NodeAir[], { fromMs, toMs, thresholds, combination }: AirQualityOrder): Slot[] {
  const slotMs = thresholds.slotS * 1000;
  const readers = nodes.map((node) => readerOf(node, thresholds));
  const slots: Slot[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += slotMs) {
    const values = readers.flatMap((read) => read(atMs) ?? []);
    const ppm = values.length === 0 ? null : combination === 'worst' ? Math.max(...values) : meanOf(values);
    slots.push({ atMs, ppm });
  }
  return slots;
}

/** Reads a node's value at instants that only grow: on the line between neighbours that are near enough, while it was there. */
function readerOf({ samples, stays }: NodeAir, { gapS }: AirQualityThresholds): (atMs: number) => number | null {
  const isThere = (atMs: number) => stays.some(({ fromMs, toMs }) => fromMs <= atMs && (toMs === null || atMs < toMs));
  const own = samples.filter(({ atMs }) => isThere(atMs));
  const line = minuteLine(own);
  let next = 0;
  return (atMs) => {
    if (!isThere(atMs)) return null;
    while (next < own.length && (own[next]?.atMs ?? 0) <= atMs) next += 1;
    const [before, after] = [own[next - 1], own[next]];
    if (before?.atMs === atMs) return line(atMs);
    if (!before || !after) return edgeOf(before ?? after, atMs, gapS);
    if (after.atMs - before.atMs > gapS * 1000) return null;
    // The minute of a sample begins before it.
    return line(atMs) ?? before.ppm;
  };
}

/** Before the first sample and behind the last, its value holds as long as half of the longest distance that is no gap. */
function edgeOf(nearest: Co2Sample | undefined, atMs: number, gapS: number): number | null {
  if (!nearest || Math.abs(nearest.atMs - atMs) > (gapS * 1000) / 2) return null;
  return nearest.ppm;
}

function medalOf(days: readonly DayMetrics[], thresholds: AirQualityThresholds): MedalState {
  const valid = days.filter(({ isValid }) => isValid);
  if (days.length === 0 || valid.length / days.length < thresholds.validShare) return 'not_enough_data';
  if (valid.some(({ max }) => (max ?? 0) >= thresholds.badPpm)) return 'refused';
  if (valid.some(({ excessScore }) => excessScore >= thresholds.badScore)) return 'refused';
  const yellow = valid.filter(({ excessScore }) => excessScore > 0).length;
  return yellow >= thresholds.yellowShare * valid.length ? 'refused' : 'awarded';
}
