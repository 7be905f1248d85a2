import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { knownTimeZone } from './state-hours.ts';
import type { Summary } from './type-views.ts';

const secondsPerDay = 86_400;
const nanosecondsPerSecond = 1e9;

/**
 * What a table or chart shows of a value: a figure of a list of numbers, or what an instant (Unix milliseconds) means
 * beside the other members of its point. Null where there is nothing to sum up.
 */
export function summarize(
  summary: Summary,
  value: unknown,
  members: Readonly<Record<string, unknown>>,
): number | boolean | null {
  if (summary === 'hour') return localHour(value, members['timezone']);
  if (summary === 'isDay') return isBetween(value, members['sunrise'], members['sunset']);
  const numbers = Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
  if (numbers.length === 0) return null;
  switch (summary) {
    case 'mean':
      return meanOf(numbers);
    case 'sd':
      return deviationOf(numbers);
    case 'min':
      return numbers.reduce((least, number) => Math.min(least, number));
    case 'max':
      return numbers.reduce((most, number) => Math.max(most, number));
    case 'spanSeconds':
      return ((numbers.at(-1) ?? 0) - (numbers[0] ?? 0)) / nanosecondsPerSecond;
  }
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Standard deviation of all the readings there are (not of a sample). */
function deviationOf(numbers: readonly number[]): number {
  const mean = meanOf(numbers);
  return Math.sqrt(meanOf(numbers.map((number) => (number - mean) ** 2)));
}

/** Hours since midnight where the device was; UTC when it named no zone we know. */
function localHour(atMs: unknown, timezone: unknown): number | null {
  if (typeof atMs !== 'number') return null;
  const clock = new ZoneClock(knownTimeZone(typeof timezone === 'string' ? timezone : null));
  const seconds = atMs / 1000 + clock.offsetSeconds(atMs / 1000);
  return (((seconds % secondsPerDay) + secondsPerDay) % secondsPerDay) / 3600;
}

function isBetween(atMs: unknown, fromMs: unknown, toMs: unknown): boolean | null {
  if (typeof atMs !== 'number' || typeof fromMs !== 'number' || typeof toMs !== 'number') return null;
  return atMs >= fromMs && atMs < toMs;
}
