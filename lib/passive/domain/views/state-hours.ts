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

/** Midnights of all zones in use fall on quarters of an hour. */
const stepMs = 900_000;
/** No day is longer than 25 hours; a quarter more is on the next day for sure. */
const stepsPastADay = 101;

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

/** Finds the day of instants in ascending order; formatting is slow, so it happens once a day, not once a change. */
function calendarOf(timeZone: string): (atMs: number) => CalendarDay {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  let current: CalendarDay = { day: '', endMs: -Infinity };
  return (atMs) => {
    if (atMs >= current.endMs) current = { day: format.format(atMs), endMs: endOfDay(atMs, format) };
    return current;
  };
}

function endOfDay(atMs: number, format: Intl.DateTimeFormat): number {
  const day = format.format(atMs);
  let low = Math.floor(atMs / stepMs);
  let high = low + stepsPastADay;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (format.format(middle * stepMs) === day) low = middle;
    else high = middle;
  }
  return high * stepMs;
}

/** The zone a device named, when this machine knows it; UTC otherwise. */
export function knownTimeZone(name: string | null): string {
  if (name === null) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return 'UTC';
    throw error;
  }
}
