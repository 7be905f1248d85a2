'use client';

import { useTranslations } from 'use-intl/react';
import { Refused } from '#components/ui/refused.tsx';

/** Says which permission the page needs, and who can grant it. */
export function ExportsRefused() {
  const t = useTranslations('exports');
  return <Refused page={t('title')} title={t('refused.title')} description={t('refused.description')} />;
}
