/** Months since 0000-01 in UTC: `year * 12 + (month - 1)`. Points of one month share a partition. */
export type Month = number;

/** Months that may have a partition of their own: from here to two months ahead. */
export const firstMonth: Month = 2015 * 12;
const monthsAhead = 2;

/** The month of an instant. */
export function monthOf(at: Date): Month {
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
}

/** The first instant of a month. */
export function startOfMonth(month: Month): Date {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12));
}

/** Name of the month's partition of data_points. */
export function partitionName(month: Month): string {
  return `data_points_${Math.floor(month / 12)}_${String((month % 12) + 1).padStart(2, '0')}`;
}

/** Points of other months (clocks reset to 1970, or far ahead) share the default partition. */
export function mayHavePartition(month: Month, now: Date): boolean {
  return month >= firstMonth && month <= monthOf(now) + monthsAhead;
}
