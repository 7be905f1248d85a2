'use client';

import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { TimeSeries } from '#components/charts/time-series.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { viewOfType } from '#lib/passive/domain/views/type-views.ts';
import type { SourceType, TypeChartData } from '#lib/passive/domain/views/view-results.ts';
import { DaysChart, StatesChart, SunChart } from './day-charts.tsx';
import { LinesChart } from './lines-chart.tsx';
import { StreamsChart } from './streams-chart.tsx';
import { chartHeightPx, timeProps } from './time-props.ts';
import { TrackPanel } from './track-panel.tsx';
import { useSourceTypeName } from './type-names.ts';
import { UsageChart } from './usage-chart.tsx';
import type { ShownTimeControl } from './use-shown-time.ts';
import { fetchTypeChart } from './view-queries.ts';

interface TypeChartProps {
  readonly sourceId: string;
  readonly sourceName: string;
  readonly type: SourceType;
  readonly control: ShownTimeControl;
  /** Shows the points of the type in the table below. */
  readonly onPoints: () => void;
}

/** The chart that fits a type, in the time that the page shows. Loads once it comes into sight. */
export function TypeChart({ sourceId, sourceName, type, control, onPoints }: TypeChartProps) {
  const t = useTranslations('passive');
  const title = useSourceTypeName()(type);
  const { shown } = control;
  const { ref, entry } = useIntersection({ rootMargin: '200px' });
  const [wasSeen, setSeen] = useState(false);
  if (entry?.isIntersecting && !wasSeen) setSeen(true);
  const { data, error, refetch } = useQuery({
    queryKey: ['points', 'chart', sourceId, type.typeId, shown],
    queryFn: ({ signal }) => fetchTypeChart({ source: sourceId, type: type.typeId, shown }, signal),
    placeholderData: keepPreviousData,
    enabled: wasSeen,
  });
  const isWide = ['track', 'streams'].includes((type.view ?? viewOfType(type.identifier)).chart.kind);
  return (
    <Card ref={ref} component="section" aria-label={title} style={isWide ? { gridColumn: '1 / -1' } : {}}>
      {error ? (
        <ErrorState error={error} title={title} onRetry={() => void refetch()} />
      ) : data ? (
        <Chart data={data} title={title} sourceName={sourceName} control={control} />
      ) : (
        <PanelSkeleton heightPx={chartHeightPx + 32} />
      )}
      <Group justify="space-between" mt={6} gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {data && <ChartNote data={data} />}
        </Text>
        <Anchor component="button" type="button" size="xs" onClick={onPoints} style={{ whiteSpace: 'nowrap' }}>
          {t('chart.openTable')}
        </Anchor>
      </Group>
    </Card>
  );
}

interface ChartProps {
  readonly data: TypeChartData;
  readonly title: string;
  readonly sourceName: string;
  readonly control: ShownTimeControl;
}

function Chart({ data, title, sourceName, control }: ChartProps) {
  if (isEmpty(data)) return <Nothing title={title} />;
  switch (data.kind) {
    case 'lines':
      return <LinesChart data={data} title={title} control={control} />;
    case 'days':
      return <DaysChart data={data} title={title} control={control} />;
    case 'sun':
      return <SunChart data={data} title={title} control={control} />;
    case 'streams':
      return <StreamsChart data={data} title={title} control={control} />;
    case 'counts':
      return <Counts data={data} title={title} control={control} />;
    case 'states':
      return <StatesChart data={data} title={title} control={control} />;
    case 'usage':
      return <UsageChart data={data} title={title} control={control} heightPx={chartHeightPx} />;
    case 'track':
      return <TrackPanel data={data} title={title} name={sourceName} />;
  }
}

function isEmpty(data: TypeChartData): boolean {
  switch (data.kind) {
    case 'track':
      return data.positions.length === 0;
    case 'days':
    case 'sun':
    case 'states':
      return data.days.length === 0;
    case 'usage':
      return data.buckets.length === 0;
    case 'streams':
      return data.streams.length === 0;
    case 'lines':
    case 'counts':
      return data.rows.length === 0;
  }
}

function Nothing({ title }: { readonly title: string }) {
  const t = useTranslations('passive');
  return (
    <Stack gap={0}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm" c="dimmed" ta="center" py="xl">
        {t('chart.nothing', { type: title })}
      </Text>
    </Stack>
  );
}

/** What one has to know to read the chart: its zone, its steps, what is left out. */
function ChartNote({ data }: { readonly data: TypeChartData }) {
  const t = useTranslations('passive');
  const step = useStepWords();
  switch (data.kind) {
    case 'track':
      return `${t('chart.track', { shown: data.positions.length, total: data.total })} · ${t('chart.began')}`;
    case 'states':
      return t(data.isSampled ? 'chart.newestHours' : 'chart.hours', { timezone: data.timezone });
    case 'days':
    case 'sun':
      return t(data.isSampled ? 'chart.newestDays' : 'chart.days', { timezone: data.timezone });
    case 'lines': {
      const words = t(data.isBand ? 'chart.band' : 'chart.mean', { step: step(data.bucketMs) });
      return data.isSampled ? `${words} ${t('chart.sampled')}` : words;
    }
    case 'counts':
    case 'usage':
      return data.isSampled ? t('chart.sampledCounts') : null;
    case 'streams':
      return null;
  }
}

/** A width of buckets in words: "5 minutes". */
function useStepWords(): (ms: number) => string {
  const format = useFormatter();
  return (ms) => {
    const minutes = ms / 60_000;
    const [value, unit] =
      minutes < 60 ? [minutes, 'minute'] : minutes < 1440 ? [minutes / 60, 'hour'] : [minutes / 1440, 'day'];
    return format.number(value, { style: 'unit', unit, unitDisplay: 'long' });
  };
}

interface PlotProps<Kind extends TypeChartData['kind']> {
  readonly data: Extract<TypeChartData, { kind: Kind }>;
  readonly title: string;
  readonly control: ShownTimeControl;
}

function Counts({ data, title, control }: PlotProps<'counts'>) {
  const t = useTranslations('passive');
  const keys = data.names.map((_, index) => `n${String(index)}`);
  const isOne = data.names.length === 1;
  return (
    <TimeSeries
      title={title}
      mode="bars"
      series={data.names.map((name, index) => ({
        key: keys[index] ?? '',
        label: name ?? (isOne ? t('chart.count') : t('chart.others')),
      }))}
      points={data.rows.map(({ atMs, counts }) => ({
        atMs,
        values: Object.fromEntries(keys.map((key, index) => [key, counts[index] ?? 0])),
      }))}
      {...timeProps(control)}
    />
  );
}
