'use client';

import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { fetchMessages } from '../alert-queries.ts';

const mostShown = 10;

/** The newest messages, and what became of them. */
export function AlertMessages({ studyId }: { readonly studyId: string }) {
  const t = useTranslations('alerts');
  const {
    data = [],
    error,
    refetch,
  } = useQuery({
    queryKey: ['alert-settings', studyId, 'messages'],
    queryFn: ({ signal }) => fetchMessages(studyId, signal),
    refetchInterval: 60_000,
  });
  if (data.length === 0) {
    return error ? <ErrorState error={error} title={t('settings.messages')} onRetry={() => void refetch()} /> : null;
  }
  return (
    <Stack gap={4} mt="md">
      <Title order={3} size="h4">
        {t('settings.messages')}
      </Title>
      {data.slice(0, mostShown).map(({ id, channel, recipient, subject, state, attempts, createdAt, lastError }) => (
        <Text key={id} size="sm" component="div">
          <RelativeTime at={createdAt} /> · {t(`settings.${channel}`)} {recipient} · {subject} ·{' '}
          <Text span c={state === 'failed' ? 'var(--cairn-bad)' : 'dimmed'}>
            {t(`settings.states.${state}`, { attempts })}
          </Text>
          {lastError !== null && (
            <Text span c="dimmed">
              {' '}
              · {lastError}
            </Text>
          )}
        </Text>
      ))}
    </Stack>
  );
}
