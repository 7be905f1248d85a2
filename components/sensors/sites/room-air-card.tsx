'use client';

import { ActionIcon, Alert, Anchor, Badge, Card, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { IconAward, IconCircleDashed, IconDots, IconPencil, IconTrash, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import type { RoomAirReport } from '#lib/sensors/domain/air-quality/room-air-report.ts';
import type { RoomChoice } from '#lib/sensors/domain/installed-node.ts';
import type { QuantityBand } from '#lib/sensors/domain/quantity-bands.ts';
import { ExcessChart } from './excess-chart.tsx';
import { HourTable } from './hour-table.tsx';
import { RoomForm } from './room-form.tsx';
import { fetchRoomAir, removeRoom, type AirWish } from './site-queries.ts';

interface RoomAirCardProps {
  readonly room: RoomChoice;
  readonly wish: AirWish;
  readonly bands: readonly QuantityBand[];
  readonly canEdit: boolean;
  readonly canRead: boolean;
}

/** One room: what is known of it, and how good its air was. */
export function RoomAirCard({ room, wish, bands, canEdit, canRead }: RoomAirCardProps) {
  const t = useTranslations('sensorPages');
  const facts = [
    room.sizeSqm === null ? '' : t('rooms.sizeFact', { size: room.sizeSqm }),
    room.heightM === null ? '' : t('rooms.heightFact', { height: room.heightM }),
    room.maxOccupancy === null ? '' : t('rooms.occupancyFact', { count: room.maxOccupancy }),
    room.description,
  ].filter((part) => part !== '');
  return (
    <Card component="section" aria-label={room.name}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Title order={2} size="h3">
              {room.name}
            </Title>
            <Text size="sm" c="dimmed">
              <Anchor component={Link} href={`/sensors?room=${room.id}`} size="sm" underline="always">
                {t('rooms.sensors', { count: room.nodeCount })}
              </Anchor>
              {facts.map((fact) => ` · ${fact}`).join('')}
            </Text>
          </div>
          {canEdit && <RoomActions room={room} />}
        </Group>
        {canRead && <RoomAir room={room} wish={wish} bands={bands} />}
      </Stack>
    </Card>
  );
}

const medals = {
  awarded: { Icon: IconAward, color: 'var(--cairn-ok)' },
  refused: { Icon: IconX, color: 'var(--cairn-bad)' },
  not_enough_data: { Icon: IconCircleDashed, color: 'var(--mantine-color-dimmed)' },
} as const;

function RoomAir({ room, wish, bands }: Pick<RoomAirCardProps, 'room' | 'wish' | 'bands'>) {
  const t = useTranslations('sensorPages');
  const { month, mode } = wish;
  const { data, error, refetch } = useQuery({
    queryKey: ['sensors', 'air', room.id, month, mode],
    queryFn: ({ signal }) => fetchRoomAir(room.id, { month, mode }, signal),
    placeholderData: keepPreviousData,
  });
  // The old rules refuse a room without an installation, or with two at once.
  if (error instanceof ApiProblem && error.status === 404) return <Alert color="gray">{t('air.notJudged')}</Alert>;
  if (error) return <ErrorState error={error} title={room.name} onRetry={() => void refetch()} />;
  if (!data) return <PanelSkeleton heightPx={260} />;
  return (
    <>
      <AirSummary report={data} />
      <HourTable room={room.name} histogram={data.histogram} bands={bands} />
      <ExcessChart room={room.name} report={data} />
      <Text size="xs" c="dimmed">
        {t('air.version', { version: data.version, zone: data.timeZone })}
      </Text>
    </>
  );
}

function AirSummary({ report: { medal, days } }: { readonly report: RoomAirReport }) {
  const t = useTranslations('sensorPages');
  const format = useFormatter();
  const { Icon, color } = medals[medal];
  const valid = days.filter(({ isValid }) => isValid);
  const scores = valid.map(({ excessScore }) => excessScore);
  const worst = scores.length === 0 ? '–' : format.number(Math.max(...scores), { maximumFractionDigits: 1 });
  return (
    <Group gap="sm">
      <Badge variant="default" leftSection={<Icon size={14} color={color} aria-hidden />} style={{ color }}>
        {t(`air.medals.${medal}`)}
      </Badge>
      <Text size="sm">{t('air.validDays', { valid: valid.length, days: days.length })}</Text>
      <Text size="sm">{t('air.worstScore', { score: worst })}</Text>
    </Group>
  );
}

function RoomActions({ room }: { readonly room: RoomChoice }) {
  const t = useTranslations('sensorPages');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const [isEditing, setEditing] = useState(false);
  const remove = () => {
    confirm({
      title: t('rooms.remove'),
      message: t('rooms.removeMessage', { name: room.name, sensors: room.nodeCount }),
      action: t('rooms.remove'),
      isDestructive: true,
      onConfirm: async () => {
        await removeRoom(room.id);
        await queries.invalidateQueries({ queryKey: ['sensors'] });
      },
    });
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" aria-label={t('rooms.acts', { room: room.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => {
              setEditing(true);
            }}
          >
            {t('rooms.edit')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={remove}>
            {t('rooms.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isEditing && (
        <RoomForm
          siteId={room.siteId}
          room={room}
          onClose={() => {
            setEditing(false);
          }}
        />
      )}
    </>
  );
}
