import { useCallback } from 'react';
import { useTranslations } from 'use-intl/react';

/** What people call a quantity; its key when the catalogue has no name, as for those that an administrator adds. */
export function useQuantityName(): (key: string) => string {
  const t = useTranslations('sensors');
  return useCallback(
    (key: string) => {
      const path = `quantities.${key}`;
      return !key.includes('.') && t.has(path as never) ? t(path as never) : key;
    },
    [t],
  );
}
