import { dayMs, zoneOffsetMs } from '#lib/platform/time/zone.ts';

/** The calendar day of an instant in a zone: YYYY-MM-DD. */
export function localDayOf(atMs: number, timeZone: string): string {
  return new Date(atMs + zoneOffsetMs(atMs, timeZone)).toISOString().slice(0, 10);
}

/** True for a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).getTime() > 0 && shiftDay(text, 0) === text;
}

/** So many days later (or earlier). */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
