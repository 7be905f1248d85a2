/** Months since 0000-01 in UTC: `year * 12 + (month - 1)`. */
export type Month = number;

/** The month of an instant. */
export function monthOf(at: Date): Month {
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
}

/** The first instant of a month. */
export function startOfMonth(month: Month): Date {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12));
}
