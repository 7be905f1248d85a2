'use client';

import { IconLock } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';

/** Says which permission the page needs, and who can grant it. */
export function ImportsRefused() {
  const t = useTranslations('imports');
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState
        icon={<IconLock size={24} stroke={1.5} />}
        title={t('refused.title')}
        description={t('refused.description')}
      />
    </>
  );
}
