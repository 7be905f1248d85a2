'use client';

import { Card, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IntlProvider, useLocale, useTranslations } from 'use-intl/react';
import { severityColor } from '#components/charts/palette.ts';
import { TimeSeries } from '#components/charts/time-series.tsx';
import classes from '#components/sources/source/source-view.module.css';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { breakSteps } from '#lib/sensors/domain/break-steps.ts';
import type { QuantityBand, QuantityBands } from '#lib/sensors/domain/quantity-bands.ts';
import type { NodeSeries } from '#lib/sensors/domain/series.ts';
import { unitSymbol } from '#lib/sensors/domain/unit-symbol.ts';
import { BandLegend } from '../band-value.tsx';
import { useQuantityName } from '../use-quantity-name.ts';
import { fetchInstalledSeries, type ShownDay } from './installation-queries.ts';

const chartHeightPx = 260;
/** A day has at most 1500 minutes: every node that sends less often is shown as it sent. */
const stepS = 60;
const refreshMs = 60_000;

interface DayChartsProps {
  readonly installationId: string;
  readonly shown: ShownDay;
  readonly timeZone: string;
  readonly bands: readonly QuantityBands[];
}

/** A chart of each quantity on one day of the place, the colours of its bands behind it. */
export function DayCharts({ installationId, shown, timeZone, bands }: DayChartsProps) {
  const t = useTranslations('sensorPages');
  const locale = useLocale();
  const { data, error, refetch } = useQuery({
    queryKey: ['sensors', 'installation', installationId, 'series', shown],
    queryFn: ({ signal }) => fetchInstalledSeries(installationId, { ...shown, stepS }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  if (error) return <ErrorState error={error} title={t('day.readings')} onRetry={() => void refetch()} />;
  if (!data) return <PanelSkeleton heightPx={chartHeightPx} />;
  if (data.series.length === 0) {
    return (
      <Card>
        <Text size="sm" c="dimmed" ta="center" py="xl">
          {t('day.nothing')}
        </Text>
      </Card>
    );
  }
  return (
    // Times of these charts and their tables are those of the place.
    <IntlProvider locale={locale} timeZone={timeZone}>
      <div className={classes['charts']}>
        {data.series.map((series) => (
          <DayChart
            key={series.quantity}
            series={series}
            shown={shown}
            bands={bands.find(({ quantity }) => quantity === series.quantity)?.bands ?? []}
          />
        ))}
      </div>
    </IntlProvider>
  );
}

interface DayChartProps {
  readonly series: NodeSeries['series'][number];
  readonly shown: ShownDay;
  readonly bands: readonly QuantityBand[];
}

function DayChart({ series: { quantity, unit, steps }, shown, bands }: DayChartProps) {
  const title = useQuantityName()(quantity);
  const symbol = unitSymbol(unit);
  return (
    <Card component="section" aria-label={title}>
      <TimeSeries
        title={title}
        {...(symbol === '' ? {} : { unit: symbol })}
        heightPx={chartHeightPx}
        range={shown}
        syncId="installation"
        series={[{ key: 'mean', label: title, color: 'var(--mantine-color-text)' }]}
        points={breakSteps(steps, stepS * 1000)}
        bands={bands.map(({ upTo, severity }, index) => ({
          from: bands[index - 1]?.upTo ?? null,
          to: upTo,
          color: severityColor(severity),
        }))}
      />
      {bands.length > 0 && <BandLegend bands={bands} unit={unit} />}
    </Card>
  );
}
