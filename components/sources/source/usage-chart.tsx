'use client';

import { Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { seriesColor } from '#components/charts/palette.ts';
import { TimeSeries } from '#components/charts/time-series.tsx';
import type { TypeChartData } from '#lib/passive/domain/views/view-results.ts';
import classes from './usage-chart.module.css';
import { useDurationWords, UsageRuns } from './usage-runs.tsx';
import type { ShownTimeControl } from './use-shown-time.ts';

/** Names that fit beside the density. */
const maxListed = 6;

interface UsageChartProps {
  readonly data: Extract<TypeChartData, { kind: 'usage' }>;
  readonly title: string;
  readonly control: ShownTimeControl;
  readonly heightPx: number;
}

/** When something was used, and what was used most. */
export function UsageChart({ data, title, control, heightPx }: UsageChartProps) {
  const t = useTranslations('passive');
  const listPx = data.names.length === 0 ? 0 : 20 * Math.min(maxListed, data.names.length) + 24;
  return (
    <Stack gap="xs">
      <TimeSeries
        title={title}
        mode="bars"
        series={[{ key: 'count', label: t('chart.count') }]}
        points={data.buckets.map(([atMs, count]) => ({ atMs, values: { count } }))}
        range={control.shown}
        syncId="source"
        heightPx={Math.max(90, heightPx - listPx)}
        onRange={(range) => {
          if (range !== null) control.show(range);
        }}
      />
      {data.names.length > 0 && <MostUsed data={data} title={title} />}
    </Stack>
  );
}

function MostUsed({ data, title }: Pick<UsageChartProps, 'data' | 'title'>) {
  const t = useTranslations('passive');
  const duration = useDurationWords();
  const names = data.names.slice(0, maxListed);
  const longest = Math.max(1, ...names.map(({ durationMs }) => durationMs));
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed" fw={500}>
          {t('chart.mostUsed')}
        </Text>
        {data.runs.length > 0 && <UsageRuns runs={data.runs} title={title} />}
      </Group>
      <ul className={classes['list']}>
        {names.map(({ name, count, durationMs }) => (
          <li key={name} className={classes['row']} title={t('chart.uses', { count })}>
            <span
              className={classes['bar']}
              style={{ inlineSize: `${String((durationMs / longest) * 100)}%`, background: seriesColor(0) }}
              aria-hidden
            />
            <Group justify="space-between" wrap="nowrap" gap="xs" className={classes['text'] ?? ''}>
              <Text size="xs" truncate>
                {name}
              </Text>
              <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                {duration(durationMs)}
              </Text>
            </Group>
          </li>
        ))}
      </ul>
    </div>
  );
}
