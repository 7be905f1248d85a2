'use client';

import { Badge } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { apiDelete } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { ManagedRow, RowCount, RowDetail } from '#components/ui/managed-row.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { MqttConnection, MqttMessageState } from './broker-data.ts';

interface BrokerRowProps {
  readonly connection: MqttConnection;
  readonly isFirst: boolean;
  readonly onEdit: (connection: MqttConnection) => void;
  readonly onShow: (state: MqttMessageState) => void;
}

/** One connection: how it is doing, what it brought, and what one can do. */
export function BrokerRow({ connection, isFirst, onEdit, onShow }: BrokerRowProps) {
  const t = useTranslations('brokers');
  const remove = useRemoval(connection);
  const { name, settings } = connection;
  const edit = () => {
    onEdit(connection);
  };
  return (
    <ManagedRow
      name={name}
      isFirst={isFirst}
      badges={
        <>
          <Badge color="gray">{t(`formats.${settings.format}`)}</Badge>
          <StateBadge connection={connection} />
        </>
      }
      details={<Details connection={connection} />}
      lead={(['taken', 'refused'] as const).map((state) => {
        const count = connection[state];
        const words = t(`counts.${state}`, { count });
        const show = () => {
          onShow(state);
        };
        const isBad = state === 'refused' && count > 0;
        const label = t('countOf', { words, name });
        return <RowCount key={state} words={words} labelOfThis={label} isBad={isBad} onClick={show} />;
      })}
      actions={[
        { label: t('edit'), labelOfThis: t('editThis', { name }), onClick: edit },
        { label: t('remove'), labelOfThis: t('removeThis', { name }), onClick: remove },
      ]}
    />
  );
}

function Details({ connection }: { readonly connection: MqttConnection }) {
  const t = useTranslations('brokers');
  const { settings, lastMessageAt, isEnabled, lastError } = connection;
  return (
    <>
      <RowDetail>
        {settings.url} · {settings.topics.join(', ')}
      </RowDetail>
      <RowDetail>
        {t('lastMessage')} <RelativeTime at={lastMessageAt} />
      </RowDetail>
      {isEnabled && lastError !== null && <RowDetail isBad>{lastError}</RowDetail>}
    </>
  );
}

const colours = { waiting: 'gray', connected: 'cairn', failing: 'red' } as const;

function StateBadge({ connection: { isEnabled, state } }: { readonly connection: MqttConnection }) {
  const t = useTranslations('brokers');
  if (!isEnabled) return <Badge variant="default">{t('off')}</Badge>;
  return (
    <Badge color={colours[state]} variant="light">
      {t(`connectionStates.${state}`)}
    </Badge>
  );
}

function useRemoval({ id, name }: MqttConnection): () => void {
  const t = useTranslations('brokers');
  const confirm = useConfirm();
  const queries = useQueryClient();
  return () => {
    confirm({
      title: t('removeTitle'),
      message: t('removeMessage', { name }),
      action: t('remove'),
      isDestructive: true,
      onConfirm: async () => {
        await apiDelete(`mqtt-connections/${id}`);
        await queries.invalidateQueries({ queryKey: ['brokers'] });
      },
    });
  };
}
