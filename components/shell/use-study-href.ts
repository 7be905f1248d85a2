'use client';

import { useSearchParams } from 'next/navigation';

/** Key of the study the page is about (`?study=`); null: all that the viewer may see. */
export function useStudyKey(): string | null {
  return useSearchParams().get('study');
}

/** Makes links that stay in the study one is in: `href('/sources')` gives `/sources?study=malaria`. */
export function useStudyHref(): (path: string) => string {
  const study = useStudyKey();
  return (path) => {
    if (study === null || path.includes('study=')) return path;
    return `${path}${path.includes('?') ? '&' : '?'}study=${encodeURIComponent(study)}`;
  };
}
