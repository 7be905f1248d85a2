'use client';

import { Button, Card, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { statusColor } from '#components/charts/palette.ts';
import { TimeSeries, type TimeRange } from '#components/charts/time-series.tsx';
import { useStudyKey } from '#components/shell/use-study-href.ts';
import { apiGet } from '#components/ui/api-client.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Findings } from './findings.tsx';
import { NowCards } from './now-cards.tsx';
import { PluginsCard } from './plugins-card.tsx';
import { QueueCard } from './queue-card.tsx';
import { StorageCard } from './storage-card.tsx';
import { nowSchema, seriesSchema, type NowData, type SeriesData } from './system-data.ts';
import { cutSeries, joinBins } from './join-bins.ts';

const nowEveryMs = 5_000;
const seriesEveryMs = 30_000;
/** Bars a chart can show apart; a day has 1,440 minutes, so several share a bar. */
const mostBars = 300;
/** A part of the time that is too short to be meant. */
const leastBars = 5;

interface SystemViewProps {
  readonly initialNow: NowData;
  readonly initialSeries: SeriesData;
  readonly initialStep: 'minute' | 'hour';
}

/** "Is the machine well?": in words, in numbers, and over a day or a month. Live. */
export function SystemView({ initialNow, initialSeries, initialStep }: SystemViewProps) {
  const t = useTranslations('shell');
  const study = useStudyKey();
  const [view, setView] = useQueryState('view', parseAsStringLiteral(['day', 'month'] as const).withDefault('day'));
  const step = view === 'month' ? 'hour' : 'minute';
  const now = useQuery({
    queryKey: ['health', 'now', study],
    queryFn: ({ signal }) => apiGet('health-series/now', nowSchema, { query: { study }, signal }),
    initialData: initialNow,
    refetchInterval: nowEveryMs,
  });
  const series = useQuery({
    queryKey: ['health', 'series', step, study],
    queryFn: ({ signal }) => apiGet('health-series', seriesSchema, { query: { step, study }, signal }),
    ...(step === initialStep ? { initialData: initialSeries } : {}),
    placeholderData: (previous) => previous,
    refetchInterval: seriesEveryMs,
  });
  return (
    <>
      <PageHeader
        title={t('system.title')}
        description={t('system.description')}
        actions={
          <SegmentedControl
            aria-label={t('system.view')}
            value={view}
            onChange={(value) => void setView(value === 'month' ? 'month' : 'day')}
            data={[
              { value: 'day', label: t('system.day') },
              { value: 'month', label: t('system.month') },
            ]}
          />
        }
      />
      <Stack gap="md">
        <Findings now={now.data} />
        <NowCards now={now.data} />
        {series.data && <SeriesCharts key={view} series={series.data} />}
        <Group grow align="stretch" preventGrowOverflow={false} gap="md">
          <QueueCard jobs={now.data.jobs} workers={now.data.workers} />
          <StorageCard storage={now.data.storage} />
          {now.data.plugins.length > 0 && <PluginsCard plugins={now.data.plugins} />}
        </Group>
      </Stack>
    </>
  );
}

function SeriesCharts({ series }: { readonly series: SeriesData }) {
  const t = useTranslations('shell');
  const [chosen, setChosen] = useState<TimeRange | null>(null);
  const { bins, stepMs } = joinBins(chosen === null ? series : cutSeries(series, chosen), mostBars);
  const choose = (next: TimeRange | null) => {
    if (next !== null && next.toMs - next.fromMs >= leastBars * series.stepMs) setChosen(next);
  };
  const first = bins[0]?.atMs ?? 0;
  const range = { fromMs: first, toMs: (bins.at(-1)?.atMs ?? first) + stepMs };
  const minutes = stepMs / 60_000;
  return (
    <>
      <Card id="bundles">
        <TimeSeries
          title={t('system.bundles')}
          mode="bars"
          heightPx={220}
          range={range}
          onRange={choose}
          syncId="system"
          series={[
            { key: 'bundlesProcessed', label: t('system.processed'), color: 'var(--cairn-series-1)' },
            { key: 'bundlesOpen', label: t('system.notYet'), color: 'var(--cairn-series-2)' },
            { key: 'bundlesFailed', label: t('system.failed'), color: statusColor.bad },
          ]}
          points={bins.map(({ atMs, bundlesReceived, bundlesProcessed, bundlesFailed }) => ({
            atMs,
            values: {
              bundlesProcessed,
              bundlesFailed,
              bundlesOpen: Math.max(0, bundlesReceived - bundlesProcessed - bundlesFailed),
            },
          }))}
        />
      </Card>
      <Card id="points">
        <TimeSeries
          title={t('system.points')}
          mode="bars"
          heightPx={200}
          range={range}
          onRange={choose}
          syncId="system"
          series={[
            { key: 'added', label: t('system.added'), color: 'var(--cairn-series-1)' },
            { key: 'quarantined', label: t('system.quarantined'), color: 'var(--cairn-series-2)' },
          ]}
          points={bins.map(({ atMs, pointsAdded, pointsQuarantined }) => ({
            atMs,
            values: { added: pointsAdded / minutes, quarantined: pointsQuarantined / minutes },
          }))}
        />
        <Group justify="space-between" mt="xs" gap="xs" mih={22}>
          <Text size="xs" c="dimmed">
            {minutes < 60 ? t('system.binHint', { minutes }) : t('system.binHintHours', { hours: minutes / 60 })}
            {stepMs > series.stepMs && ` ${t('system.closer')}`}
          </Text>
          {chosen !== null && (
            <Button
              size="compact-xs"
              variant="light"
              onClick={() => {
                setChosen(null);
              }}
            >
              {t('system.whole')}
            </Button>
          )}
        </Group>
      </Card>
    </>
  );
}
