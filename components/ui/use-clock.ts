'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';

const tickMs = 30_000;

/** The moment the server rendered at, so that the browser's first drawing says the same. */
export const RenderedAtContext = createContext(0);

function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, tickMs);
  return () => {
    clearInterval(timer);
  };
}

const currentTick = () => Math.floor(Date.now() / tickMs) * tickMs;

/** Now, to half a minute; draws again as it goes on. */
export function useClock(): Date {
  const renderedAtMs = useContext(RenderedAtContext);
  return new Date(useSyncExternalStore(subscribe, currentTick, () => renderedAtMs));
}
