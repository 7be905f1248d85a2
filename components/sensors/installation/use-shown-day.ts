'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { isDay, shiftDay } from '#lib/sensors/domain/local-day.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';

interface DayLimits {
  /** IANA zone of the place: its days are shown. */
  readonly timeZone: string;
  /** Shown at first; YYYY-MM-DD. */
  readonly usualDay: string;
  readonly today: string;
}

/** The day that is shown, in the zone of the place, kept in the address. */
export function useShownDay({ timeZone, usualDay, today }: DayLimits) {
  const [told, setTold] = useQueryState('day', parseAsString);
  const day = told !== null && isDay(told) ? told : usualDay;
  const shown = useMemo(() => {
    const clock = new ZoneClock(timeZone);
    return { fromMs: clock.startOfDay(day).getTime(), toMs: clock.endOfDay(day).getTime() };
  }, [timeZone, day]);
  return {
    day,
    today,
    shown,
    show: (next: string) => {
      if (isDay(next)) void setTold(next === usualDay ? null : next);
    },
    move: (days: number) => {
      const next = shiftDay(day, days);
      if (next <= today) void setTold(next === usualDay ? null : next);
    },
  };
}

export type ShownDayControl = ReturnType<typeof useShownDay>;
