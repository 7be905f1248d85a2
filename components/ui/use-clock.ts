'use client';

import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';

const usualTickMs = 30_000;

/** The moment the server rendered at, so that the browser's first drawing says the same. */
export const RenderedAtContext = createContext(0);

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
