import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';

/** `2026-11-29 14:05:09` in the clock's zone; the first ten characters are the day. `atUs`: microseconds since 1970. */
export function localTime(clock: ZoneClock, atUs: number): string {
  const seconds = atUs / 1_000_000;
  const local = new Date((seconds + clock.offsetSeconds(seconds)) * 1000);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}
