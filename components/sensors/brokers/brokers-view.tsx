'use client';

import { Card } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconAntenna } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { fetchBrokers, mqttMessageStates, refreshMs, type MqttConnection } from './broker-data.ts';
import { BrokerForm } from './broker-form.tsx';
import { BrokerMessages } from './broker-messages.tsx';
import { BrokerRow } from './broker-row.tsx';

interface BrokersViewProps {
  readonly initial: readonly MqttConnection[];
  /** The viewer may look into messages. */
  readonly canRead: boolean;
}

/** Brokers that messages of sensors are fetched from: how each is doing, and what it brought. */
export function BrokersView({ initial, canRead }: BrokersViewProps) {
  const t = useTranslations('brokers');
  const [shown, show] = useQueryStates({
    broker: parseAsString,
    state: parseAsStringLiteral(mqttMessageStates).withDefault('refused'),
  });
  const { data: brokers } = useQuery({
    queryKey: ['brokers'],
    queryFn: ({ signal }) => fetchBrokers(signal),
    initialData: [...initial],
    refetchInterval: refreshMs,
  });
  const edit = useEditor();
  const chosen = canRead ? brokers.find(({ id }) => id === shown.broker) : undefined;
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <AddButton
            label={t('add')}
            onClick={() => {
              edit(null);
            }}
          />
        }
      />
      <Card p={0}>
        {brokers.length === 0 ? (
          <EmptyState icon={<IconAntenna size={24} />} title={t('none')} description={t('noneHint')} />
        ) : (
          brokers.map((connection, index) => (
            <BrokerRow
              key={connection.id}
              connection={connection}
              isFirst={index === 0}
              onEdit={edit}
              onShow={(state) => void show({ broker: connection.id, state })}
            />
          ))
        )}
      </Card>
      {chosen && <BrokerMessages connection={chosen} state={shown.state} onState={(state) => void show({ state })} />}
    </>
  );
}

function useEditor(): (connection: MqttConnection | null) => void {
  const t = useTranslations('brokers');
  const queries = useQueryClient();
  return (connection) => {
    modals.open({
      title: connection === null ? t('add') : t('editThis', { name: connection.name }),
      size: 'lg',
      closeOnClickOutside: false,
      children: (
        <BrokerForm
          connection={connection}
          onSaved={() => {
            void queries.invalidateQueries({ queryKey: ['brokers'] });
          }}
        />
      ),
    });
  };
}
