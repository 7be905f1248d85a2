'use client';

import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { z } from 'zod';
import type { TableColumn } from '#components/tables/table-column.ts';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import type { publicationSchema } from '#lib/sensors/domain/publishers/publisher.ts';
import { ListByState } from '../list-by-state.tsx';
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
  const remedy = {
    label: t('list.retryAll', { count: failed }),
    isRunning: retry.isPending,
    run: () => {
      retry.mutate(null);
    },
  };
  return (
    <ListByState
      title={t('list.title', { name })}
      state={state}
      states={publicationStates.map((value) => ({ value, label: t(`states.${value}`) }))}
      stateLabel={t('list.state')}
      onState={onState}
      remedy={state === 'failed' && failed > 0 ? remedy : null}
      name={`publications-${state}`}
      columns={columns}
      list={list}
      empty={{ title: t(`empty.${state}`), description: t('list.emptyText') }}
    />
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
