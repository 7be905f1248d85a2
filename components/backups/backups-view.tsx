'use client';

import { Alert, Code, Stack, Text } from '@mantine/core';
import { IconDatabaseExport, IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { Backups } from '#lib/exports/domain/backup.ts';
import { backupsKey, fetchBackups } from './backup-queries.ts';
import { PlaceCard } from './place-card.tsx';

const refreshMs = 30_000;

/** Where the installation is backed up to, what lies there, whether it is whole, and when the next one is made. */
export function BackupsView({ initial }: { readonly initial: Backups }) {
  const t = useTranslations('backups');
  const { data } = useQuery({
    queryKey: backupsKey,
    queryFn: ({ signal }) => fetchBackups(signal),
    initialData: initial,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      {!data.hasKey ? (
        <NoKey />
      ) : data.items.length === 0 ? (
        <EmptyState
          icon={<IconDatabaseExport size={24} />}
          title={t('noPlace')}
          description={t('noPlaceHint')}
          action={{ label: t('addPlace'), href: '/exports/destinations' }}
        />
      ) : (
        <Stack gap="lg">
          <Alert color="gray" icon={<IconKey size={18} />}>
            {t('keyHint')}
          </Alert>
          {data.items.map((place) => (
            <PlaceCard key={place.destinationId} place={place} lastErasedAt={data.lastErasedAt} />
          ))}
        </Stack>
      )}
    </>
  );
}

const keyCommand = 'npm run cairn -- increment key';

/** Without a key nothing is sealed: how to make one. */
function NoKey() {
  const t = useTranslations('backups');
  return (
    <EmptyState icon={<IconKey size={24} />} title={t('noKey')} description={t('noKeyHint')}>
      <Code block>{keyCommand}</Code>
      <Text size="sm">{t.rich('noKeyThen', { code: (text) => <Code key="code">{text}</Code> })}</Text>
    </EmptyState>
  );
}
