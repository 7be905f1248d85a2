'use client';

import { IconMapOff } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** For addresses that lead nowhere, and for things that are not the viewer's to see: both answer alike. */
export function NotFoundState() {
  const t = useTranslations('shell');
  return (
    <EmptyState
      isWholePage
      icon={<IconMapOff size={24} stroke={1.5} />}
      title={t('notFound.title')}
      description={t('notFound.description')}
      action={{ label: t('notFound.home'), href: '/' }}
    />
  );
}
