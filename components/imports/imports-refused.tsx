'use client';

import { useTranslations } from 'use-intl/react';
import { Refused } from '#components/ui/refused.tsx';

/** Says which permission the page needs, and who can grant it. */
export function ImportsRefused() {
  const t = useTranslations('imports');
  return <Refused page={t('title')} title={t('refused.title')} description={t('refused.description')} />;
}
