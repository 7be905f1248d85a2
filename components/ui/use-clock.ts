'use client';

import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import { useFormatter } from 'use-intl/react';
import { notBefore } from './not-before.ts';

const usualTickMs = 30_000;

/** The moment the server rendered at, so that the browser's first drawing says the same. */
export const RenderedAtContext = createContext(0);

/** "5 minutes ago": the words for a moment, counting on by themselves. */
export function useRelativeWords(): (moment: Date) => string {
  const format = useFormatter();
  const now = useClock();
  return (moment) => format.relativeTime(moment, notBefore(moment, now));
}

/** Now, to half a minute unless told otherwise; draws again as it goes on. */
export function useClock(tickMs = usualTickMs): Date {
  const renderedAtMs = useContext(RenderedAtContext);
  const subscribe = useCallback(
    (onTick: () => void) => {
      const timer = setInterval(onTick, tickMs);
      return () => {
        clearInterval(timer);
      };
    },
    [tickMs],
  );
  const currentTick = () => Math.floor(Date.now() / tickMs) * tickMs;
  return new Date(useSyncExternalStore(subscribe, currentTick, () => renderedAtMs));
}
