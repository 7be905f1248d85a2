'use client';

import { Code, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { Moment } from '#components/ui/relative-time.tsx';
import type { MqttMessageView } from '#lib/sensors/domain/mqtt/mqtt-connection.ts';
import { ListByState } from '../list-by-state.tsx';
import {
  fetchMqttMessages,
  mqttMessageStates,
  readAgain,
  refreshMs,
  type MqttConnection,
  type MqttMessageState,
} from './broker-data.ts';

interface BrokerMessagesProps {
  readonly connection: MqttConnection;
  readonly state: MqttMessageState;
  readonly onState: (state: MqttMessageState) => void;
}

/** Messages of one connection as they came, with why those that were refused were. */
export function BrokerMessages({ connection, state, onState }: BrokerMessagesProps) {
  const t = useTranslations('brokers');
  const { id: connectionId, name, refused } = connection;
  const columns = useColumns();
  const again = useReadAgain(connectionId);
  const list = usePagedList({
    queryKey: ['brokers', connectionId, state],
    fetchPage: (cursor, signal) => fetchMqttMessages({ connectionId, state }, cursor, signal),
    refreshMs,
  });
  const remedy = {
    label: t('list.readAgain', { count: refused }),
    isRunning: again.isPending,
    run: () => {
      again.mutate();
    },
  };
  return (
    <ListByState
      title={t('list.title', { name })}
      state={state}
      states={mqttMessageStates.map((value) => ({ value, label: t(`messageStates.${value}`) }))}
      stateLabel={t('list.state')}
      onState={onState}
      remedy={state === 'refused' && refused > 0 ? remedy : null}
      name={`mqtt-${state}`}
      columns={columns}
      list={list}
      empty={{ title: t(`empty.${state}`), description: t('list.emptyText') }}
    />
  );
}

function useReadAgain(connectionId: string) {
  const t = useTranslations('brokers');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => readAgain(connectionId),
    onSuccess: (count) => {
      notifications.show({ message: t('list.reading', { count }), color: 'cairn' });
    },
    onError: (failure) => {
      notifications.show({ message: failure.message, color: 'red' });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['brokers'] }),
  });
}

function useColumns(): readonly TableColumn<MqttMessageView>[] {
  const t = useTranslations('brokers');
  return useMemo((): TableColumn<MqttMessageView>[] => {
    return [
      {
        id: 'received',
        header: t('columns.received'),
        isFixed: true,
        widthPx: 180,
        csv: ({ receivedAt }) => receivedAt,
        cell: ({ receivedAt }) => <Moment at={receivedAt} withSeconds />,
      },
      {
        id: 'topic',
        header: t('columns.topic'),
        widthPx: 220,
        csv: ({ topic }) => topic,
        cell: ({ topic }) => (
          <Text size="sm" truncate title={topic}>
            {topic}
          </Text>
        ),
      },
      {
        id: 'payload',
        header: t('columns.payload'),
        widthPx: 260,
        csv: ({ payload }) => payload,
        cell: ({ payload }) => <Code style={{ overflowWrap: 'anywhere' }}>{payload.slice(0, 120)}</Code>,
      },
      {
        id: 'detail',
        header: t('columns.detail'),
        widthPx: 280,
        csv: ({ detail }) => detail,
        cell: ({ detail }) => (
          <Text size="sm" lineClamp={3}>
            {detail === '' ? '–' : detail}
          </Text>
        ),
      },
    ];
  }, [t]);
}
