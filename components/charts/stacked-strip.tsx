'use client';

import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ChartFrame } from './chart-frame.tsx';
import classes from './stacked-strip.module.css';
import { seriesColor } from './palette.ts';
import { Strip, type StripBin } from './strip.tsx';
import { useTimeAxis } from './time-axis.ts';

export interface StripRow {
  readonly key: string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** Every row has the same bins. */
  readonly bins: readonly StripBin[];
  readonly color?: string;
}

interface StackedStripProps {
  readonly title: string;
  readonly rows: readonly StripRow[];
  readonly aside?: ReactNode;
  readonly rowHeightPx?: number;
}

/** One strip under the other on one time axis: what came when, by kind, type or state. */
export function StackedStrip({ title, rows, aside, rowHeightPx = 40 }: StackedStripProps) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const bins = rows[0]?.bins ?? [];
  const table = {
    header: [t('chart.time'), ...rows.map(({ label }) => label)],
    rows: bins.map(({ atMs }, index) => [new Date(atMs), ...rows.map((row) => row.bins[index]?.count ?? 0)]),
    format: (value: unknown) =>
      value instanceof Date
        ? format.dateTime(value, { dateStyle: 'medium', timeStyle: 'short' })
        : format.number(Number(value)),
  };
  return (
    <ChartFrame title={title} table={table} heightPx={rows.length * (rowHeightPx + 12) + 8} aside={aside}>
      <Stack gap={12} className={classes['rows'] ?? ''}>
        {rows.map(({ key, label, icon, bins: own, color }, index) => (
          <Group key={key} wrap="nowrap" gap="md" h={rowHeightPx} align="flex-end">
            <div className={classes['label']}>
              <Text size="sm" fw={500} truncate>
                {icon} {label}
              </Text>
              <Text size="xs" c="dimmed">
                {format.number(own.reduce((sum, { count }) => sum + count, 0))}
              </Text>
            </div>
            <div className={classes['strip']}>
              <Strip label={label} bins={own} color={color ?? seriesColor(index)} heightPx={rowHeightPx} />
            </div>
          </Group>
        ))}
        <StripAxis bins={bins} />
      </Stack>
    </ChartFrame>
  );
}

function StripAxis({ bins }: { readonly bins: readonly StripBin[] }) {
  const first = bins[0]?.atMs ?? 0;
  const stepMs = (bins[1]?.atMs ?? first + 1) - first;
  const end = (bins.at(-1)?.atMs ?? first) + stepMs;
  const { ticks, tickLabel } = useTimeAxis(first, end, 8);
  return (
    <Group wrap="nowrap" gap="md" mt={-8} aria-hidden>
      <div className={classes['label']} />
      <div className={classes['axis']}>
        {ticks.map((tick) => (
          <span key={tick} style={{ insetInlineStart: `${String(((tick - first) / (end - first)) * 100)}%` }}>
            {tickLabel(tick)}
          </span>
        ))}
      </div>
    </Group>
  );
}
