import { dayMs, hourMs, minuteMs, zoneOffsetMs } from './zone.ts';

const stepsMs = [
  minuteMs,
  2 * minuteMs,
  5 * minuteMs,
  10 * minuteMs,
  15 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
  dayMs,
  2 * dayMs,
  3 * dayMs,
  7 * dayMs,
  14 * dayMs,
  30 * dayMs,
  91 * dayMs,
  365 * dayMs,
];

/** Half-open. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimeTicks {
  readonly atMs: readonly number[];
  readonly stepMs: number;
}

/**
 * Round instants for the time axis of a half-open range, at most `most` of them, on the clock of the zone
 * (days begin at local midnight, also across a change of daylight saving).
 */
export function timeTicks({ fromMs, toMs }: TimeSpan, timeZone: string, most = 8): TimeTicks {
  const span = Math.max(1, toMs - fromMs);
  const stepMs = stepsMs.find((step) => span / step <= most) ?? Math.ceil(span / most / dayMs) * dayMs;
  const offset = zoneOffsetMs(fromMs, timeZone);
  const atMs: number[] = [];
  for (let local = Math.ceil((fromMs + offset) / stepMs) * stepMs; ; local += stepMs) {
    const guess = local - offset;
    const at = stepMs >= hourMs ? local - zoneOffsetMs(guess, timeZone) : guess;
    if (at >= toMs || atMs.length > most + 1) break;
    if (at >= fromMs) atMs.push(at);
  }
  return { atMs, stepMs };
}
