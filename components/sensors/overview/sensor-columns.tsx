'use client';

import { Anchor, Badge, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { FidelityBadge } from '#components/sources/source/fidelity-badge.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { SensorRow } from '#lib/sensors/domain/overview.ts';
import type { QuantityBands } from '#lib/sensors/domain/quantity-bands.ts';
import { BandValue } from '../band-value.tsx';
import { useQuantityName } from '../use-quantity-name.ts';

const shownQuantities = [
  { key: 'co2', widthPx: 155 },
  { key: 'temperature', widthPx: 105 },
  { key: 'humidity', widthPx: 145 },
] as const;

/** The columns of the overview of sensors. */
export function useSensorColumns(bands: readonly QuantityBands[]): readonly TableColumn<SensorRow>[] {
  const t = useTranslations('sensorPages');
  const nameOf = useQuantityName();
  return useMemo((): TableColumn<SensorRow>[] => {
    const quantity = (key: string, widthPx: number, isHiddenAtFirst = false): TableColumn<SensorRow> => ({
      id: key,
      header: nameOf(key),
      widthPx,
      isHiddenAtFirst,
      csv: (row) => row.readings?.find((reading) => reading.quantity === key)?.value ?? null,
      cell: ({ readings }) => {
        const reading = readings?.find((one) => one.quantity === key);
        if (!reading) return <Text size="sm">–</Text>;
        const ofQuantity = bands.find((one) => one.quantity === key)?.bands ?? [];
        return <BandValue value={reading.value} unit={reading.unit} bands={ofQuantity} />;
      },
    });
    return [
      ...placeColumns(t),
      {
        id: 'state',
        header: t('columns.state'),
        widthPx: 126,
        csv: ({ state }) => state,
        cell: ({ state }) => <FidelityBadge state={state} />,
      },
      ...shownQuantities.map(({ key, widthPx }) => quantity(key, widthPx)),
      quantity('battery_voltage', 110, true),
      {
        id: 'last',
        header: t('columns.last'),
        widthPx: 140,
        csv: ({ lastObservedAt }) => lastObservedAt,
        cell: ({ lastObservedAt, timeZone }) => (
          <Text size="sm">
            <RelativeTime at={lastObservedAt} placeTimeZone={timeZone} />
          </Text>
        ),
      },
      {
        id: 'eui',
        header: t('columns.eui'),
        widthPx: 160,
        isHiddenAtFirst: true,
        csv: ({ eui64 }) => eui64,
        cell: ({ eui64 }) => <Text size="sm">{eui64 ?? '–'}</Text>,
      },
    ];
  }, [t, nameOf, bands]);
}

function placeColumns(t: ReturnType<typeof useTranslations<'sensorPages'>>): TableColumn<SensorRow>[] {
  return [
    {
      id: 'alias',
      header: t('columns.alias'),
      isFixed: true,
      widthPx: 150,
      csv: ({ alias }) => alias,
      cell: ({ id, alias, installationId }) => (
        <Anchor
          component={Link}
          href={installationId === null ? `/sources/${id}` : `/sensors/installations/${installationId}`}
          size="sm"
          fw={560}
          truncate
        >
          {alias}
        </Anchor>
      ),
    },
    {
      id: 'site',
      header: t('columns.site'),
      widthPx: 135,
      csv: ({ site }) => site?.name ?? null,
      cell: ({ site }) =>
        site === null ? (
          <Text size="sm">–</Text>
        ) : (
          <Anchor component={Link} href={`/sensors/sites/${site.id}`} size="sm" truncate>
            {site.name}
          </Anchor>
        ),
    },
    {
      id: 'room',
      header: t('columns.room'),
      widthPx: 180,
      csv: ({ room }) => room?.name ?? null,
      cell: ({ room, isPublic }) => (
        <Group gap={6} wrap="nowrap" miw={0}>
          <Text size="sm" truncate c={room === null ? 'dimmed' : ''}>
            {room?.name ?? t('overview.nowhere')}
          </Text>
          {isPublic && (
            <Badge size="sm" variant="default" flex="none">
              {t('isPublic')}
            </Badge>
          )}
        </Group>
      ),
    },
  ];
}
