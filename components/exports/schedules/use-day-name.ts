'use client';

import { useFormatter } from 'use-intl/react';

/** A Monday, from which the names of the days are counted. */
const aMonday = Date.UTC(2024, 0, 1, 12);
const dayMs = 86_400_000;

/** The name of a day of the week; 1 is Monday. */
export function useDayName(): (isoDay: number) => string {
  const format = useFormatter();
  return (isoDay) => format.dateTime(aMonday + (isoDay - 1) * dayMs, { weekday: 'long', timeZone: 'UTC' });
}
