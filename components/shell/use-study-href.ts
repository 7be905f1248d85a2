'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** Key of the study the page is about (`?study=`); null: all that the viewer may see. */
export function useStudyKey(): string | null {
  return useSearchParams().get('study');
}

/** Makes links that stay in the study one is in: `href('/sources')` gives `/sources?study=malaria`. */
export function useStudyHref(): (path: string) => string {
  const study = useStudyKey();
  // Kept from render to render: what is made of it (columns of a table) is then kept too.
  return useCallback(
    (path: string) => {
      if (study === null || path.includes('study=')) return path;
      return `${path}${path.includes('?') ? '&' : '?'}study=${encodeURIComponent(study)}`;
    },
    [study],
  );
}
