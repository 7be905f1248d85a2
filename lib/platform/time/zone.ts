const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds (daylight saving included). */
export function zoneOffsetMs(atMs: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return local - Math.floor(atMs / 1000) * 1000;
}

/** The instant at which a local day began in the zone (00:00, or the first moment after a skipped one). */
export function startOfLocalDayMs(atMs: number, timeZone: string): number {
  const offset = zoneOffsetMs(atMs, timeZone);
  const localMidnight = Math.floor((atMs + offset) / dayMs) * dayMs;
  const guess = localMidnight - offset;
  // The offset at midnight may differ from the one at the instant: once more with that one.
  return localMidnight - zoneOffsetMs(guess, timeZone);
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
