import { isTimeZone, ZoneClock } from '#lib/platform/time/zone-clock.ts';

/** From an instant on, the device was in this state. */
export interface StateChange {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly state: string;
}

/** How long each state lasted on one calendar day of the device. */
export interface StateDay {
  /** `YYYY-MM-DD` in the device's zone. */
  readonly day: string;
  /** State to milliseconds. */
  readonly durationsMs: Readonly<Record<string, number>>;
}

/**
 * Splits runs of states over the calendar days of a zone. A run lasts until the next change; the last one until
 * `untilMs`, since nothing is known beyond. Changes must be in order of time.
 */
export function stateHours(changes: readonly StateChange[], untilMs: number, timeZone: string): StateDay[] {
  const dayAt = calendarOf(timeZone);
  const days = new Map<string, Record<string, number>>();
  changes.forEach(({ atMs, state }, index) => {
    const endMs = Math.min(changes[index + 1]?.atMs ?? untilMs, untilMs);
    for (let pieceMs = atMs; pieceMs < endMs;) {
      const { day, endMs: dayEndMs } = dayAt(pieceMs);
      const durations = days.get(day) ?? {};
      durations[state] = (durations[state] ?? 0) + Math.min(dayEndMs, endMs) - pieceMs;
      days.set(day, durations);
      pieceMs = Math.min(dayEndMs, endMs);
    }
  });
  return [...days].map(([day, durationsMs]) => ({ day, durationsMs })).sort((a, b) => a.day.localeCompare(b.day));
}

interface CalendarDay {
  readonly day: string;
  /** The midnight after it. */
  readonly endMs: number;
}

/** Finds the day of instants in ascending order; the calendar is asked once a day, not once a change. */
function calendarOf(timeZone: string): (atMs: number) => CalendarDay {
  const clock = new ZoneClock(timeZone);
  let current: CalendarDay = { day: '', endMs: -Infinity };
  return (atMs) => {
    if (atMs >= current.endMs) {
      const day = new Date(atMs + clock.offsetSeconds(atMs / 1000) * 1000).toISOString().slice(0, 10);
      current = { day, endMs: clock.endOfDay(day).getTime() };
    }
    return current;
  };
}

/** The zone a device named, when this machine knows it; UTC otherwise. */
export function knownTimeZone(name: string | null): string {
  return name !== null && isTimeZone(name) ? name : 'UTC';
}
