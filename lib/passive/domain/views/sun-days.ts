import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { slotMs } from '../aggregates/aggregate.ts';
import { type Figure, mergeIntoFigure } from '../aggregates/figure.ts';
import { foldFigures, type HoursInWindow } from '../aggregates/fold.ts';

const secondsPerDay = 86_400;

/** The light part of one calendar day, in hours since midnight of a zone. */
export interface SunDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly sunriseHour: number;
  readonly sunsetHour: number;
}

/**
 * Sunrise and sunset (Unix milliseconds in the points) of each day of which both were told. A day is that of its
 * sunrise: a device that computes it in another zone tells yesterday's or tomorrow's around midnight, and a mean of
 * two days lies hours beside both.
 */
export function sunDays(hours: HoursInWindow, clock: ZoneClock): SunDay[] {
  const days = new Map<string, { sunrise: Figure; sunset: Figure }>();
  for (const { figures } of foldFigures(hours, { paths: ['sunrise', 'sunset'], bucketMs: slotMs })) {
    const [sunrise, sunset] = figures;
    if (!sunrise || !sunset || spansDays(sunrise)) continue;
    const { day } = localTime(sunrise.mean, clock);
    const known = days.get(day);
    if (known) {
      mergeIntoFigure(known.sunrise, sunrise);
      mergeIntoFigure(known.sunset, sunset);
    } else days.set(day, { sunrise, sunset });
  }
  return [...days]
    .map(([day, { sunrise, sunset }]) => ({
      day,
      sunriseHour: localTime(sunrise.mean, clock).hour,
      sunsetHour: localTime(sunset.mean, clock).hour,
    }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Points of five minutes that tell the sunrises of two days: its neighbours tell each by itself. */
function spansDays({ minimum, maximum }: Figure): boolean {
  return maximum - minimum > (secondsPerDay * 1000) / 2;
}

function localTime(atMs: number, clock: ZoneClock): { readonly day: string; readonly hour: number } {
  const local = new Date(atMs + clock.offsetSeconds(atMs / 1000) * 1000);
  const midnight = Math.floor(local.getTime() / 1000 / secondsPerDay) * secondsPerDay;
  return { day: local.toISOString().slice(0, 10), hour: (local.getTime() / 1000 - midnight) / 3600 };
}
