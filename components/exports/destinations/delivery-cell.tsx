'use client';

import { Badge, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { fetchDeliveries, type DeliveryView } from './destination-data.ts';

/** How often the page looks again, in milliseconds: while something is on its way, and while nothing is. */
const busyMs = 1_500;
const idleMs = 20_000;

const isUnderWay = ({ state }: DeliveryView) => state === 'pending' || state === 'waiting' || state === 'sending';

const Deliveries = createContext<readonly DeliveryView[]>([]);

/** Asks once for the deliveries of all exports in sight. */
export function DeliveriesOf({
  taskIds,
  children,
}: {
  readonly taskIds: readonly string[];
  readonly children: ReactNode;
}) {
  const { data } = useQuery({
    queryKey: ['exports', 'deliveries', taskIds],
    queryFn: ({ signal }) => fetchDeliveries(taskIds.slice(0, 200), signal),
    enabled: taskIds.length > 0,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? busyMs : idleMs),
    placeholderData: keepPreviousData,
  });
  return <Deliveries value={data ?? []}>{children}</Deliveries>;
}

const colours = {
  pending: 'gray',
  waiting: 'yellow',
  sending: 'blue',
  delivered: 'cairn',
  failed: 'red',
  stopped: 'gray',
} as const;

/** What becomes of one export at each of its destinations. */
export function DeliveryCell({ taskId }: { readonly taskId: string }) {
  const own = useContext(Deliveries).filter((delivery) => delivery.taskId === taskId);
  if (own.length === 0) return null;
  return (
    <Stack gap={4}>
      {own.map((delivery) => (
        <DeliveryLine key={delivery.id} delivery={delivery} />
      ))}
    </Stack>
  );
}

function DeliveryLine({ delivery }: { readonly delivery: DeliveryView }) {
  const t = useTranslations('deliveries');
  const { destination, state, error, path, checkedBy } = delivery;
  const more = [error, path, checkedBy === null ? null : t('checked', { check: checkedBy })]
    .filter(Boolean)
    .join(' · ');
  return (
    <Group gap={6} wrap="nowrap">
      <Tooltip
        label={more}
        disabled={more === ''}
        multiline
        maw={360}
        events={{ hover: true, focus: true, touch: true }}
      >
        <Badge color={colours[state]} variant="light" tabIndex={more === '' ? -1 : 0} style={{ flex: 'none' }}>
          {t(`states.${state}`)}
        </Badge>
      </Tooltip>
      <Text size="xs" truncate>
        {destination.name}
      </Text>
      <DeliveryAction delivery={delivery} />
    </Group>
  );
}

function DeliveryAction({ delivery }: { readonly delivery: DeliveryView }) {
  const t = useTranslations('deliveries');
  const queries = useQueryClient();
  const { state, id, destination } = delivery;
  const isOver = state === 'failed' || state === 'stopped';
  const act = useMutation({
    mutationFn: () => apiPost(`export-deliveries/${id}/${isOver ? 'retry' : 'stop'}`, {}),
    onSettled: () => queries.invalidateQueries({ queryKey: ['exports', 'deliveries'] }),
    onError: (failure) => {
      notifications.show({ message: failure.message, color: 'red' });
    },
  });
  if (state === 'delivered') return null;
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      loading={act.isPending}
      aria-label={t(isOver ? 'retryThis' : 'stopThis', { name: destination.name })}
      onClick={(event) => {
        event.stopPropagation();
        act.mutate();
      }}
    >
      {t(isOver ? 'retry' : 'stop')}
    </Button>
  );
}
