const usPerHour = 3_600_000_000;

/** Hours since 1970 (UTC), rounded down, of microseconds since then: what running totals are kept by. */
export function hourOf(atUs: number): number {
  return Math.floor(atUs / usPerHour);
}
