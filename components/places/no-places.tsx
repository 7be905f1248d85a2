'use client';

import { useTranslations } from 'use-intl/react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PlacesTabs } from './places-tabs.tsx';

/** The page before there is any pyramid: what places are for. */
export function NoPlaces({ canImport }: { readonly canImport: boolean }) {
  const t = useTranslations('places');
  return (
    <>
      <PageHeader title={t('list.title')} description={t('list.description')} />
      <PlacesTabs canImport={canImport} />
      <EmptyState
        title={t('empty.title')}
        description={t('empty.description')}
        {...(canImport && { action: { label: t('empty.import'), href: '/places/import' } })}
      />
    </>
  );
}
