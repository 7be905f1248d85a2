'use client';

import { Group, SegmentedControl, Slider, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ChartFrame } from '#components/charts/chart-frame.tsx';
import { MapView, type LonLat } from '#components/map/map-view.tsx';
import { useDistanceWords } from '#components/places/near-list.tsx';
import { NearPlaces, useNearPlaces } from '#components/places/near-places.tsx';
import type { TypeChartData } from '#lib/passive/domain/views/view-results.ts';

const mapHeightPx = 380;
const placeColor = 'var(--cairn-series-2)';

interface TrackPanelProps {
  readonly data: Extract<TypeChartData, { kind: 'track' }>;
  readonly title: string;
  /** Whose track it is. */
  readonly name: string;
}

/** The track as a line, or where its positions are dense. */
const looks = { track: 'chart.lookTrack', heat: 'chart.lookHeat' } as const;
type Look = keyof typeof looks;

/** Where a source went: its track on the map with the places near its end, a slider along it, the positions as a table. */
export function TrackPanel({ data, title, name }: TrackPanelProps) {
  const t = useTranslations('passive');
  const format = useFormatter();
  const { positions } = data;
  const [index, setIndex] = useState<number | null>(null);
  const [look, setLook] = useState<Look>('track');
  const line = useMemo(() => positions.map(([, lon, lat]): LonLat => [lon, lat]), [positions]);
  const tracks = useMemo(() => [{ id: 'track', positions: line }], [line]);
  const near = useNearPlaces(line.at(-1));
  const distance = useDistanceWords();
  const router = useRouter();
  const places = (near ?? []).map(({ id, name: label, lon, lat, distanceM }) => ({
    id,
    label,
    detail: distance(distanceM),
    position: [lon, lat] as const,
    color: placeColor,
  }));
  const last = positions.length - 1;
  const at = Math.min(index ?? last, last);
  const moment = (atMs: number) => format.dateTime(atMs, { dateStyle: 'medium', timeStyle: 'medium' });
  const table = {
    header: [t('points.created'), t('properties.latitude'), t('properties.longitude')],
    rows: positions.map(([atMs, lon, lat]) => [new Date(atMs), lat, lon]),
    format: (value: unknown) =>
      value instanceof Date ? moment(value.getTime()) : format.number(Number(value), { maximumFractionDigits: 6 }),
  };
  return (
    <Stack gap="sm">
      <ChartFrame
        title={title}
        table={table}
        heightPx={mapHeightPx + (look === 'heat' ? 68 : 40)}
        aside={
          <SegmentedControl
            size="xs"
            aria-label={t('chart.look')}
            value={look}
            onChange={(value) => {
              setLook(value === 'heat' ? 'heat' : 'track');
            }}
            data={Object.entries(looks).map(([value, key]) => ({ value, label: t(key) }))}
          />
        }
      >
        <Stack gap="xs">
          <MapView
            label={t('chart.mapLabel', { name })}
            {...(look === 'heat' ? { heat: line } : { tracks })}
            points={places}
            onSelect={(id) => {
              router.push(`/places/${id}`);
            }}
            highlight={index === null ? null : (line[at] ?? null)}
            height={mapHeightPx}
          />
          <Group wrap="nowrap" gap="md" align="center">
            <Slider
              style={{ flex: 1 }}
              size="sm"
              min={0}
              max={Math.max(1, last)}
              value={at}
              onChange={setIndex}
              thumbLabel={t('chart.moment')}
              label={null}
            />
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }} suppressHydrationWarning>
              {moment(positions[at]?.[0] ?? 0)}
            </Text>
          </Group>
          {look === 'heat' && (
            <Text size="xs" c="dimmed">
              {t('chart.heat')}
            </Text>
          )}
        </Stack>
      </ChartFrame>
      {near && <NearPlaces places={near} />}
    </Stack>
  );
}
