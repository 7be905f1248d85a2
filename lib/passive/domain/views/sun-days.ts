import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { foldDays, type HoursInWindow } from '../aggregates/fold.ts';

const secondsPerDay = 86_400;

/** The light part of one calendar day, in hours since midnight of a zone. */
export interface SunDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly sunriseHour: number;
  readonly sunsetHour: number;
}

/** Sunrise and sunset (Unix milliseconds in the points) of each day that told both. */
export function sunDays(hours: HoursInWindow, clock: ZoneClock): SunDay[] {
  const hourOf = (atMs: number) => {
    const seconds = atMs / 1000 + clock.offsetSeconds(atMs / 1000);
    return (((seconds % secondsPerDay) + secondsPerDay) % secondsPerDay) / 3600;
  };
  return foldDays(hours, { paths: ['sunrise', 'sunset'], clock }).flatMap(({ day, figures: [sunrise, sunset] }) =>
    sunrise && sunset ? [{ day, sunriseHour: hourOf(sunrise.mean), sunsetHour: hourOf(sunset.mean) }] : [],
  );
}
