'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ChartFrame } from './chart-frame.tsx';
import { ChartTip } from './chart-tip.tsx';
import classes from './charts.module.css';
import { seriesColor } from './palette.ts';

interface HistogramProps {
  readonly title: string;
  /** In the order to draw. */
  readonly bars: readonly { readonly label: string; readonly count: number }[];
  readonly heightPx?: number;
  readonly color?: string;
}

/** How often each value or class occurs. */
export function Histogram({ title, bars, heightPx = 200, color = seriesColor(0) }: HistogramProps) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const tick = { fill: 'var(--mantine-color-dimmed)' };
  return (
    <ChartFrame
      title={title}
      heightPx={heightPx}
      table={{
        header: [t('chart.value'), t('chart.count')],
        rows: bars.map(({ label, count }) => [label, count]),
        format: (value) => (typeof value === 'number' ? format.number(value) : String(value)),
      }}
    >
      <ResponsiveContainer
        width="100%"
        height="100%"
        className={classes['plot'] ?? ''}
        initialDimension={{ width: 600, height: heightPx }}
      >
        <BarChart
          data={bars.map(({ label, count }, index) => ({ index, label, count }))}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          title={title}
        >
          <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
          <XAxis
            dataKey="index"
            tickFormatter={(index: number) => bars[index]?.label ?? ''}
            tick={tick}
            tickLine={false}
            axisLine={{ stroke: 'var(--mantine-color-default-border)' }}
          />
          <YAxis
            width={48}
            tick={tick}
            tickLine={false}
            axisLine={false}
            allowDecimals={false}
            tickFormatter={(value: number) => format.number(value, { notation: 'compact' })}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--cairn-hover)' }}
            content={<ChartTip momentLabel={(index) => bars[index]?.label ?? ''} />}
          />
          <Bar
            dataKey="count"
            name={t('chart.count')}
            fill={color}
            maxBarSize={48}
            isAnimationActive={false}
            radius={[2, 2, 0, 0]}
          />
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
