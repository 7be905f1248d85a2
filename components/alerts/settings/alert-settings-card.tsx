'use client';

import { Card, Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { fetchSettings } from '../alert-queries.ts';
import { AlertMessages } from './alert-messages.tsx';
import { AlertSettingsForm } from './alert-settings-form.tsx';

/** Who is told of a study's alerts, and what was sent. */
export function AlertSettingsCard({ studyId }: { readonly studyId: string }) {
  const t = useTranslations('alerts');
  const {
    data: settings,
    error,
    refetch,
  } = useQuery({
    queryKey: ['alert-settings', studyId],
    queryFn: ({ signal }) => fetchSettings(studyId, signal),
    staleTime: Infinity,
  });
  return (
    <Card component="section" aria-label={t('settings.title')}>
      <Title order={2} size="h3" mb="sm">
        {t('settings.title')}
      </Title>
      {settings && <AlertSettingsForm key={studyId} settings={settings} />}
      {!settings && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!settings && !error && <Skeleton height={280} aria-busy />}
      <AlertMessages studyId={studyId} />
    </Card>
  );
}
