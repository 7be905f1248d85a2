'use client';

import { Badge, Box, Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { apiDelete } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { useQuantityName } from '../use-quantity-name.ts';
import type { PublicationStateView, Publisher } from './publisher-data.ts';

interface PublisherRowProps {
  readonly publisher: Publisher;
  readonly isFirst: boolean;
  readonly onEdit: (publisher: Publisher) => void;
  readonly onShow: (state: PublicationStateView) => void;
}

/** One publisher: what it gets, what waits and what was given up, and what one can do. */
export function PublisherRow({ publisher, isFirst, onEdit, onShow }: PublisherRowProps) {
  const t = useTranslations('publishers');
  const nameOf = useQuantityName();
  const remove = useRemoval(publisher);
  const { name, kind, fields, isEnabled, waiting, failed } = publisher;
  return (
    <Box p="md" style={isFirst ? undefined : { borderTop: '1px solid var(--mantine-color-default-border)' }}>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 16rem' }}>
          <Group gap="xs">
            <Text fw={560} size="sm">
              {name}
            </Text>
            <Badge color="gray">{t(`kinds.${kind}`)}</Badge>
            {!isEnabled && <Badge variant="default">{t('off')}</Badge>}
          </Group>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {fields.map(nameOf).join(', ')}
          </Text>
        </div>
        <Group gap="xs">
          <CountButton count={waiting} state="waiting" name={name} onShow={onShow} />
          <CountButton count={failed} state="failed" name={name} onShow={onShow} />
          <Button
            size="xs"
            variant="default"
            aria-label={t('editThis', { name })}
            onClick={() => {
              onEdit(publisher);
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

interface CountButtonProps {
  readonly count: number;
  readonly state: 'waiting' | 'failed';
  readonly name: string;
  readonly onShow: (state: PublicationStateView) => void;
}

/** A number that leads to the rows behind it. */
function CountButton({ count, state, name, onShow }: CountButtonProps) {
  const t = useTranslations('publishers');
  const words = t(`counts.${state}`, { count });
  return (
    <Button
      size="xs"
      variant="subtle"
      color={state === 'failed' && count > 0 ? 'red' : 'gray'}
      aria-label={t('countOf', { words, name })}
      onClick={() => {
        onShow(state);
      }}
    >
      {words}
    </Button>
  );
}

function useRemoval({ id, name, waiting }: Publisher): () => void {
  const t = useTranslations('publishers');
  const confirm = useConfirm();
  const queries = useQueryClient();
  return () => {
    confirm({
      title: t('removeTitle'),
      message: t('removeMessage', { name, count: waiting }),
      action: t('remove'),
      isDestructive: true,
      onConfirm: async () => {
        await apiDelete(`publishers/${id}`);
        await queries.invalidateQueries({ queryKey: ['publishers'] });
      },
    });
  };
}
