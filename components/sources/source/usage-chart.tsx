'use client';

import { Group, Stack, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { seriesColor } from '#components/charts/palette.ts';
import { TimeSeries } from '#components/charts/time-series.tsx';
import type { TypeChartData } from '#lib/passive/domain/views/view-results.ts';
import classes from './usage-chart.module.css';
import type { ShownTimeControl } from './use-shown-time.ts';

/** Names that fit beside the density. */
const maxListed = 6;
const hourMs = 3_600_000;

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
      {data.names.length > 0 && <MostUsed names={data.names.slice(0, maxListed)} />}
    </Stack>
  );
}

function MostUsed({ names }: { readonly names: UsageChartProps['data']['names'] }) {
  const t = useTranslations('passive');
  const format = useFormatter();
  const longest = Math.max(1, ...names.map(({ durationMs }) => durationMs));
  return (
    <div>
      <Text size="xs" c="dimmed" fw={500}>
        {t('chart.mostUsed')}
      </Text>
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
                {durationMs >= hourMs
                  ? format.number(durationMs / hourMs, { style: 'unit', unit: 'hour', maximumFractionDigits: 1 })
                  : format.number(durationMs / 60_000, { style: 'unit', unit: 'minute', maximumFractionDigits: 1 })}
              </Text>
            </Group>
          </li>
        ))}
      </ul>
    </div>
  );
}
