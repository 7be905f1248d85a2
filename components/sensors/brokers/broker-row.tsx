'use client';

import { Badge, Box, Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { apiDelete } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
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
  const { name, settings, taken, refused, lastError, lastMessageAt, isEnabled } = connection;
  return (
    <Box p="md" style={isFirst ? undefined : { borderTop: '1px solid var(--mantine-color-default-border)' }}>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 18rem' }}>
          <Group gap="xs">
            <Text fw={560} size="sm">
              {name}
            </Text>
            <Badge color="gray">{t(`formats.${settings.format}`)}</Badge>
            <StateBadge connection={connection} />
          </Group>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {settings.url} · {settings.topics.join(', ')}
          </Text>
          <Text size="xs" c="dimmed">
            {t('lastMessage')} <RelativeTime at={lastMessageAt} />
          </Text>
          {isEnabled && lastError !== null && (
            <Text size="xs" c="var(--cairn-bad)" style={{ overflowWrap: 'anywhere' }}>
              {lastError}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <CountButton count={taken} state="taken" name={name} onShow={onShow} />
          <CountButton count={refused} state="refused" name={name} onShow={onShow} />
          <Button
            size="xs"
            variant="default"
            aria-label={t('editThis', { name })}
            onClick={() => {
              onEdit(connection);
            }}
          >
            {t('edit')}
          </Button>
          <Button size="xs" variant="default" onClick={remove} aria-label={t('removeThis', { name })}>
            {t('remove')}
          </Button>
        </Group>
      </Group>
    </Box>
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

interface CountButtonProps {
  readonly count: number;
  readonly state: 'taken' | 'refused';
  readonly name: string;
  readonly onShow: (state: MqttMessageState) => void;
}

/** A number that leads to the rows behind it. */
function CountButton({ count, state, name, onShow }: CountButtonProps) {
  const t = useTranslations('brokers');
  const words = t(`counts.${state}`, { count });
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      {...(state === 'refused' && count > 0 && { c: 'var(--cairn-bad)' })}
      aria-label={t('countOf', { words, name })}
      onClick={() => {
        onShow(state);
      }}
    >
      {words}
    </Button>
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
