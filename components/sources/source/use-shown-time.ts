'use client';

import { parseAsIsoDateTime, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { maxWindowMs } from '#lib/passive/domain/views/time-window.ts';
import { dayMs, hourMs } from '#lib/platform/time/zone.ts';
import type { ShownTime } from './view-queries.ts';

/** Shortest time one can look at: below, there is nothing more to see. */
const shortestMs = 60_000;
const daysAtFirst = 7;

/** First and newest point of a source, Unix milliseconds. */
export interface KnownTime {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The time that all charts, the map and the table of a source show, kept in the address. */
export function useShownTime({ firstMs, lastMs }: KnownTime) {
  const [values, setValues] = useQueryStates({ from: parseAsIsoDateTime, to: parseAsIsoDateTime });
  // Up to the end of the newest hour, so that its bar is whole.
  const endMs = (Math.floor(lastMs / hourMs) + 1) * hourMs;
  // A week, or less when the source is younger.
  const startMs = Math.floor(firstMs / hourMs) * hourMs;
  const usualFromMs = Math.min(Math.max(endMs - daysAtFirst * dayMs, startMs), endMs - dayMs);
  const fromMs = values.from?.getTime() ?? null;
  const toMs = values.to?.getTime() ?? null;
  const shown = useMemo(
    (): ShownTime =>
      fromMs !== null && toMs !== null && fromMs < toMs && toMs - fromMs <= maxWindowMs
        ? { fromMs, toMs }
        : { fromMs: usualFromMs, toMs: endMs },
    [fromMs, toMs, usualFromMs, endMs],
  );
  const show = (next: ShownTime | null) => {
    if (next === null) void setValues({ from: null, to: null });
    else if (next.toMs - next.fromMs >= shortestMs)
      void setValues({ from: new Date(next.fromMs), to: new Date(next.toMs) });
  };
  return {
    shown,
    show,
    showLast: (days: number) => {
      show({ fromMs: endMs - days * dayMs, toMs: endMs });
    },
    showAll: () => {
      show({ fromMs: Math.max(startMs, endMs - maxWindowMs), toMs: endMs });
    },
    move: (share: number) => {
      const stepMs = Math.round((shown.toMs - shown.fromMs) * share);
      show({ fromMs: shown.fromMs + stepMs, toMs: shown.toMs + stepMs });
    },
    endMs,
  };
}

export type ShownTimeControl = ReturnType<typeof useShownTime>;
