'use client';

import { Card, Group, SegmentedControl, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { TimeSeries, type ChartSeries, type TimePoint } from '#components/charts/time-series.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import type { Density, SourceType } from '#lib/passive/domain/views/view-results.ts';
import { useSourceTypeName } from './type-names.ts';
import type { ShownTimeControl } from './use-shown-time.ts';
import { fetchDensity } from './view-queries.ts';

/** Types told apart by colour; the palette has eight, one is for the rest. */
const maxShownTypes = 7;
const heightPx = 220;

/** By which clock points are counted; `both` beside each other shows what came late. */
const clocks = ['made', 'received', 'both'] as const;
type Clock = (typeof clocks)[number];

interface TimelineProps {
  readonly sourceId: string;
  readonly types: readonly SourceType[];
  readonly control: ShownTimeControl;
}

/** How many points of each type were made, or received, when. Dragging over it chooses the time that the page shows. */
export function Timeline({ sourceId, types, control }: TimelineProps) {
  const t = useTranslations('passive');
  const { shown } = control;
  const [clock, setClock] = useState<Clock>('made');
  const { data, error, refetch } = useQuery({
    queryKey: ['points', 'density', sourceId, shown],
    queryFn: ({ signal }) => fetchDensity(sourceId, shown, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Card component="section" aria-label={t('timeline.title')}>
      <Group justify="space-between" mb="xs" gap="xs">
        <SegmentedControl
          size="xs"
          value={clock}
          onChange={(value) => {
            setClock(clocks.find((one) => one === value) ?? 'made');
          }}
          data={clocks.map((value) => ({ value, label: t(`timeline.${value}`) }))}
        />
        <Text size="xs" c="dimmed">
          {t('window.hint')}
        </Text>
      </Group>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Bars density={data} clock={clock} types={types} control={control} />
      ) : (
        <PanelSkeleton heightPx={heightPx} />
      )}
    </Card>
  );
}

interface BarsProps {
  readonly density: Density;
  readonly clock: Clock;
  readonly types: readonly SourceType[];
  readonly control: ShownTimeControl;
}

function Bars({ density, clock, types, control }: BarsProps) {
  const t = useTranslations('passive');
  const typeName = useSourceTypeName();
  const { series, points } = useMemo(() => {
    if (clock === 'received') {
      return {
        series: [{ key: 'received', label: t('timeline.received') }],
        points: density.received.map(([atMs, count]) => ({ atMs, values: { received: count } })),
      };
    }
    if (clock === 'both') {
      const series = (['made', 'received'] as const).map((key) => ({ key, label: t(`timeline.${key}`) }));
      return { series, points: besideEachOther(density) };
    }
    return stackByType(density, types, { typeName, others: t('timeline.otherTypes') });
  }, [density, clock, types, typeName, t]);
  if (points.length === 0) {
    return (
      <Text size="sm" c="dimmed" py="xl" ta="center">
        {t('timeline.nothing')}
      </Text>
    );
  }
  return (
    <TimeSeries
      title={t('timeline.title')}
      mode={clock === 'both' ? 'step' : 'bars'}
      heightPx={heightPx}
      series={series}
      points={points}
      range={control.shown}
      syncId="source"
      onRange={(range) => {
        if (range !== null) control.show(range);
      }}
    />
  );
}

/** All that was made and all that was received, bucket by bucket, with the empty ones between them. */
function besideEachOther({ types, received, bucketMs }: Density): TimePoint[] {
  const made = new Map<number, number>();
  for (const [atMs, count] of types.flatMap(({ buckets }) => buckets)) made.set(atMs, (made.get(atMs) ?? 0) + count);
  const arrived = new Map(received);
  const [firstMs, lastMs] = [Math.min(...made.keys(), ...arrived.keys()), Math.max(...made.keys(), ...arrived.keys())];
  if (!Number.isFinite(firstMs)) return [];
  return Array.from({ length: Math.round((lastMs - firstMs) / bucketMs) + 2 }, (_, index) => {
    const atMs = firstMs + index * bucketMs;
    return { atMs, values: { made: made.get(atMs) ?? 0, received: arrived.get(atMs) ?? 0 } };
  });
}

interface Names {
  readonly typeName: (type: SourceType) => string;
  readonly others: string;
}

/** One stack of bars per bucket: the types with most points apart, the rest together. */
function stackByType(
  density: Density,
  types: readonly SourceType[],
  { typeName, others }: Names,
): { series: ChartSeries[]; points: TimePoint[] } {
  const present = types.filter(({ typeId }) => density.types.some((type) => type.typeId === typeId));
  const apart = present.slice(0, present.length > maxShownTypes + 1 ? maxShownTypes : present.length);
  const keyOf = (typeId: number) => (apart.some((type) => type.typeId === typeId) ? String(typeId) : 'others');
  const buckets = new Map<number, Record<string, number>>();
  for (const { typeId, buckets: counts } of density.types) {
    for (const [atMs, count] of counts) {
      const values = buckets.get(atMs) ?? {};
      const key = keyOf(typeId);
      values[key] = (values[key] ?? 0) + count;
      buckets.set(atMs, values);
    }
  }
  const series = apart.map((type) => ({ key: String(type.typeId), label: typeName(type) }));
  if (apart.length < present.length) series.push({ key: 'others', label: others });
  return {
    series,
    points: [...buckets].sort(([a], [b]) => a - b).map(([atMs, values]) => ({ atMs, values })),
  };
}
