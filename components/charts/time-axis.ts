'use client';

import { useMemo } from 'react';
import { useFormatter, useTimeZone } from 'use-intl/react';
import { timeTicks } from '#lib/platform/time/ticks.ts';
import { dayMs } from '#lib/platform/time/zone.ts';

/** Ticks of a time axis in the viewer's zone, with their labels and that of any moment. */
export function useTimeAxis(fromMs: number, toMs: number, most = 12) {
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const ticks = useMemo(() => timeTicks({ fromMs, toMs }, timeZone, most), [fromMs, toMs, timeZone, most]);
  const isDaily = ticks.stepMs >= dayMs;
  return {
    ticks: ticks.atMs,
    tickLabel: (atMs: number) =>
      format.dateTime(
        atMs,
        isDaily ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      ),
    momentLabel: (atMs: number) =>
      format.dateTime(atMs, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  };
}
