'use client';

import { Card, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl/react';
import { seriesColor } from '#components/charts/palette.ts';
import { TimeSeries } from '#components/charts/time-series.tsx';
import classes from '#components/sources/source/source-view.module.css';
import { TimeBar } from '#components/sources/source/time-bar.tsx';
import { useShownTime, type ShownTimeControl } from '#components/sources/source/use-shown-time.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { breakSteps } from '#lib/sensors/domain/break-steps.ts';
import type { NodeSeries } from '#lib/sensors/domain/series.ts';
import { unitSymbol } from '#lib/sensors/domain/unit-symbol.ts';
import { fetchSeries } from './sensor-queries.ts';
import { useQuantityName } from './use-quantity-name.ts';

const chartHeightPx = 220;

interface NodeReadingsProps {
  readonly nodeId: string;
  readonly firstMs: number;
  /** Newest observation, Unix milliseconds. */
  readonly lastMs: number;
}

/** A chart of each quantity that a node observes, all in the same time. */
export function NodeReadings({ nodeId, firstMs, lastMs }: NodeReadingsProps) {
  const t = useTranslations('sensors');
  const control = useShownTime({ firstMs, lastMs });
  const { data, error, refetch } = useQuery({
    queryKey: ['nodes', 'series', nodeId, control.shown],
    queryFn: ({ signal }) => fetchSeries(nodeId, control.shown, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className={classes['bar']}>
        <TimeBar control={control} />
      </div>
      {error ? (
        <ErrorState error={error} title={t('node.readings')} onRetry={() => void refetch()} />
      ) : !data ? (
        <PanelSkeleton heightPx={chartHeightPx} />
      ) : data.series.length === 0 ? (
        <Card>
          <Text size="sm" c="dimmed" ta="center" py="xl">
            {t('node.nothing')}
          </Text>
        </Card>
      ) : (
        <div className={classes['charts']}>
          {data.series.map((one) => (
            <QuantityChart key={one.quantity} series={one} stepS={data.stepS} control={control} />
          ))}
        </div>
      )}
    </>
  );
}

interface QuantityChartProps {
  readonly series: NodeSeries['series'][number];
  readonly stepS: number;
  readonly control: ShownTimeControl;
}

function QuantityChart({ series: { quantity, unit, steps }, stepS, control }: QuantityChartProps) {
  const t = useTranslations('sensors');
  const format = useFormatter();
  const title = useQuantityName()(quantity);
  const symbol = unitSymbol(unit);
  return (
    <Card component="section" aria-label={title}>
      <TimeSeries
        title={title}
        {...(symbol === '' ? {} : { unit: symbol })}
        heightPx={chartHeightPx}
        range={control.shown}
        syncId="source"
        series={[
          { key: 'min', label: t('node.min'), color: 'var(--mantine-color-dimmed)' },
          { key: 'max', label: t('node.max'), color: 'var(--mantine-color-dimmed)' },
          // The last is drawn over the others.
          { key: 'mean', label: t('node.mean'), color: seriesColor(0) },
        ]}
        points={breakSteps(steps, stepS * 1000)}
        onRange={(range) => {
          if (range !== null) control.show(range);
        }}
      />
      <Text size="xs" c="dimmed" mt={6}>
        {t('node.step', { minutes: format.number(stepS / 60, { maximumFractionDigits: 1 }) })}
      </Text>
    </Card>
  );
}
