'use client';

import { useTranslations } from 'use-intl/react';
import type { TypeChartData } from '#lib/passive/domain/views/view-results.ts';
import { DaysChart, StatesChart } from './day-charts.tsx';
import { LinesChart } from './lines-chart.tsx';
import classes from './source-view.module.css';
import type { ShownTimeControl } from './use-shown-time.ts';

interface StreamsChartProps {
  readonly data: Extract<TypeChartData, { kind: 'streams' }>;
  readonly title: string;
  readonly control: ShownTimeControl;
}

/** The streams of a health device, each by itself. */
export function StreamsChart({ data, title, control }: StreamsChartProps) {
  const t = useTranslations('passive');
  return (
    <div className={classes['charts']}>
      {data.streams.map(({ name, chart }) => {
        const streamTitle = `${title}: ${t.has(`streams.${name}` as never) ? t(`streams.${name}` as never) : name}`;
        switch (chart.kind) {
          case 'days':
            return <DaysChart key={name} data={chart} title={streamTitle} control={control} />;
          case 'states':
            return <StatesChart key={name} data={chart} title={streamTitle} control={control} />;
          case 'lines':
            return <LinesChart key={name} data={chart} title={streamTitle} control={control} />;
        }
      })}
    </div>
  );
}
