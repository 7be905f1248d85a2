'use client';

import { useSyncExternalStore } from 'react';

function onChange(callback: () => void): () => void {
  window.addEventListener('hashchange', callback);
  return () => {
    window.removeEventListener('hashchange', callback);
  };
}

/** The token of the link: it stands after #, so only this page ever sees it. Null before the browser has said. */
export function useLinkToken(): string | null {
  return useSyncExternalStore(
    onChange,
    () => window.location.hash.slice(1),
    () => null,
  );
}
