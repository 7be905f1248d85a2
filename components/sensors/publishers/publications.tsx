'use client';

import { Anchor, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { z } from 'zod';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import type { publicationSchema } from '#lib/sensors/domain/publishers/publisher.ts';
import { useQuantityName } from '../use-quantity-name.ts';
import {
  fetchPublications,
  publicationStates,
  refreshMs,
  retryPublications,
  type PublicationStateView,
  type Publisher,
} from './publisher-data.ts';

type Publication = z.infer<typeof publicationSchema>;

interface PublicationsProps {
  readonly publisher: Publisher;
  readonly state: PublicationStateView;
  readonly onState: (state: PublicationStateView) => void;
}

/** What goes to one publisher, by what became of it, and the way to send once more what was given up. */
export function Publications({ publisher, state, onState }: PublicationsProps) {
  const t = useTranslations('publishers');
  const { id: publisherId, name, failed } = publisher;
  const columns = useColumns();
  const retry = useRetry(publisherId);
  const list = usePagedList({
    queryKey: ['publishers', publisherId, state],
    fetchPage: (cursor, signal) => fetchPublications({ publisherId, state }, cursor, signal),
    refreshMs,
  });
  return (
    <Stack component="section" gap="xs" mt="xl" aria-label={t('list.title', { name })}>
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t('list.title', { name })}
        </Title>
        {state === 'failed' && failed > 0 && (
          <Button
            size="xs"
            loading={retry.isPending}
            onClick={() => {
              retry.mutate(null);
            }}
          >
            {t('list.retryAll', { count: failed })}
          </Button>
        )}
      </Group>
      <SegmentedControl
        aria-label={t('list.state')}
        style={{ alignSelf: 'start', maxWidth: '100%' }}
        value={state}
        onChange={(next) => {
          onState(publicationStates.find((one) => one === next) ?? state);
        }}
        data={publicationStates.map((value) => ({ value, label: t(`states.${value}`) }))}
      />
      <DataTable
        name={`publications-${state}`}
        label={t('list.title', { name })}
        columns={columns}
        rows={list.rows}
        rowId={({ id }) => id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.retry}
        onMore={list.more}
        isLoadingMore={list.isLoadingMore}
        maxHeight="28rem"
        empty={<EmptyState title={t(`empty.${state}`)} description={t('list.emptyText')} />}
      />
    </Stack>
  );
}

function useRetry(publisherId: string) {
  const t = useTranslations('publishers');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[] | null) => retryPublications(publisherId, ids),
    onSuccess: (count) => {
      notifications.show({ message: t('list.retried', { count }), color: 'cairn' });
    },
    onError: (failure) => {
      notifications.show({ message: failure.message, color: 'red' });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['publishers'] }),
  });
}

function useColumns(): readonly TableColumn<Publication>[] {
  const t = useTranslations('publishers');
  const nameOf = useQuantityName();
  const format = useFormatter();
  return useMemo((): TableColumn<Publication>[] => {
    const valuesOf = ({ values }: Publication) =>
      Object.entries(values)
        .map(([key, value]) => `${nameOf(key)} ${format.number(value, { maximumFractionDigits: 3 })}`)
        .join(', ');
    return [
      {
        id: 'observed',
        header: t('columns.observed'),
        isFixed: true,
        widthPx: 180,
        csv: ({ observedAt }) => observedAt,
        cell: ({ observedAt }) => <Moment at={observedAt} withSeconds />,
      },
      {
        id: 'what',
        header: t('columns.what'),
        widthPx: 240,
        csv: valuesOf,
        cell: (row) => (
          <Anchor component={Link} href={`/sources/${row.sourceId}`} size="sm" truncate>
            {row.kind === 'withdrawal' ? t('withdrawal') : valuesOf(row)}
          </Anchor>
        ),
      },
      {
        id: 'attempts',
        header: t('columns.attempts'),
        widthPx: 90,
        align: 'end',
        csv: ({ attempts }) => attempts,
        cell: ({ attempts }) => attempts,
      },
      {
        id: 'next',
        header: t('columns.next'),
        widthPx: 150,
        csv: ({ nextAttemptAt }) => nextAttemptAt,
        cell: ({ state, nextAttemptAt }) => (state === 'waiting' ? <RelativeTime at={nextAttemptAt} /> : '–'),
      },
      {
        id: 'error',
        header: t('columns.error'),
        widthPx: 260,
        csv: ({ lastError }) => lastError,
        cell: ({ lastError }) => (
          <Text size="sm" lineClamp={2}>
            {lastError ?? '–'}
          </Text>
        ),
      },
    ];
  }, [t, nameOf, format]);
}
