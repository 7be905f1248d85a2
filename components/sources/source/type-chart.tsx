'use client';

import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { TimeSeries } from '#components/charts/time-series.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { breakGaps } from '#lib/passive/domain/views/break-gaps.ts';
import { viewOfType } from '#lib/passive/domain/views/type-views.ts';
import type { SourceType, TypeChartData } from '#lib/passive/domain/views/view-results.ts';
import { TrackPanel } from './track-panel.tsx';
import { usePropertyName, useSourceTypeName } from './type-names.ts';
import { UsageChart } from './usage-chart.tsx';
import type { ShownTimeControl } from './use-shown-time.ts';
import { fetchTypeChart } from './view-queries.ts';

const chartHeightPx = 200;
const gigabyte = 1e9;
const hourMs = 3_600_000;

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
  const isTrack = (type.view ?? viewOfType(type.identifier)).chart.kind === 'track';
  return (
    <Card ref={ref} component="section" aria-label={title} style={isTrack ? { gridColumn: '1 / -1' } : {}}>
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
      return <Lines data={data} title={title} control={control} />;
    case 'counts':
      return <Counts data={data} title={title} control={control} />;
    case 'states':
      return <States data={data} title={title} control={control} />;
    case 'usage':
      return <UsageChart data={data} title={title} control={control} heightPx={chartHeightPx} />;
    case 'track':
      return <TrackPanel data={data} title={title} name={sourceName} />;
  }
}

function isEmpty(data: TypeChartData): boolean {
  if (data.kind === 'track') return data.positions.length === 0;
  if (data.kind === 'states') return data.days.length === 0;
  return (data.kind === 'usage' ? data.buckets : data.rows).length === 0;
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

/** Why the chart does not show every single point. */
function ChartNote({ data }: { readonly data: TypeChartData }) {
  const t = useTranslations('passive');
  const format = useFormatter();
  if (data.kind === 'states' && !data.isSampled) return t('chart.hours', { timezone: data.timezone });
  if (data.kind === 'track') {
    return `${t('chart.track', { shown: data.positions.length, total: data.total })} · ${t('chart.began')}`;
  }
  if (!data.isSampled) return null;
  if (data.kind === 'lines') {
    const minutes = data.bucketMs / 60_000;
    const step =
      minutes < 60
        ? format.number(minutes, { style: 'unit', unit: 'minute', unitDisplay: 'long' })
        : format.number(minutes / 60, { style: 'unit', unit: 'hour', unitDisplay: 'long' });
    return t('chart.sampled', { step });
  }
  return data.kind === 'states' ? t('chart.sampledStates') : t('chart.sampledCounts');
}

interface PlotProps<Kind extends TypeChartData['kind']> {
  readonly data: Extract<TypeChartData, { kind: Kind }>;
  readonly title: string;
  readonly control: ShownTimeControl;
}

/** What every chart of the page has in common: the time shown, and choosing another by dragging. */
function timeProps({ shown, show }: ShownTimeControl) {
  return {
    range: shown,
    syncId: 'source',
    heightPx: chartHeightPx,
    onRange: (range: { readonly fromMs: number; readonly toMs: number } | null) => {
      if (range !== null) show(range);
    },
  };
}

function Lines({ data, title, control }: PlotProps<'lines'>) {
  const t = useTranslations('passive');
  const propertyName = usePropertyName();
  const isBytes = data.paths.some((path) => path.startsWith('storage_'));
  const isPercent = data.paths[0] === 'level';
  const scale = isBytes ? 1 / gigabyte : 1;
  const unit = isBytes ? t('chart.gigabytes') : isPercent ? t('chart.percent') : null;
  return (
    <TimeSeries
      title={title}
      series={data.paths.map((path) => ({ key: path, label: propertyName(path) }))}
      points={breakGaps(data.rows, data.bucketMs).map(({ atMs, values }) => ({
        atMs,
        values: Object.fromEntries(
          data.paths.map((path, index) => {
            const value = values[index] ?? null;
            return [path, value === null ? null : value * scale];
          }),
        ),
      }))}
      {...timeProps(control)}
      {...(unit === null ? {} : { unit })}
      {...(isPercent ? { domain: [0, 100] as const } : {})}
    />
  );
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

function States({ data, title, control }: PlotProps<'states'>) {
  const t = useTranslations('passive');
  return (
    <TimeSeries
      title={title}
      mode="bars"
      series={data.states.map((state) => ({ key: `s-${state}`, label: state === '' ? t('chart.unnamed') : state }))}
      points={data.days.map(({ day, durationsMs }) => ({
        // The bar of a day stands on its noon, whatever zone it is looked at from.
        atMs: Date.parse(`${day}T12:00:00Z`),
        values: Object.fromEntries(data.states.map((state) => [`s-${state}`, (durationsMs[state] ?? 0) / hourMs])),
      }))}
      unit="h"
      domain={[0, 24]}
      {...timeProps(control)}
    />
  );
}
