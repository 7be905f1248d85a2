/** Times are accepted from 1970-01-01 to, but not including, 2100-01-01 (UTC), in microseconds since 1970. */
export const acceptedTimes = { fromUs: 0, toUs: 4_102_444_800_000_000 } as const;

/** Microseconds since 1970 of Unix seconds; microseconds are what the database keeps. */
export function secondsToUs(seconds: number): number {
  return Math.round(seconds * 1e6);
}

/** Unix seconds as a JSON number, with the fraction that microseconds have and no superfluous zeros. */
export function renderSeconds(timeUs: number): string {
  return String(timeUs / 1e6);
}

/** What a number too large to be seconds probably counts; divides it to seconds. Null when nothing fits. */
export function guessTimeUnit(value: number): { readonly name: string; readonly digits: number } | null {
  const units = [
    { name: 'milliseconds', digits: 3 },
    { name: 'microseconds', digits: 6 },
    { name: 'nanoseconds', digits: 9 },
  ];
  // Anything before 2001 would be a device whose clock was never set: no ground for a guess.
  return (
    units.find(
      ({ digits }) => value / 10 ** digits >= 978_307_200 && secondsToUs(value / 10 ** digits) < acceptedTimes.toUs,
    ) ?? null
  );
}
