'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import type { ChartTable } from '#components/charts/chart-frame.tsx';
import { TimeSeries, type ChartSeries, type TimePoint } from '#components/charts/time-series.tsx';
import { breakGaps } from '#lib/passive/domain/views/break-gaps.ts';
import type { LinesData } from '#lib/passive/domain/views/view-results.ts';
import { useVariableWords } from './chart-units.ts';
import { timeProps } from './time-props.ts';
import type { ShownTimeControl } from './use-shown-time.ts';

interface LinesChartProps {
  readonly data: LinesData;
  readonly title: string;
  readonly control: ShownTimeControl;
}

/** Means over time; of a band, with the lowest and the highest around them. */
export function LinesChart({ data, title, control }: LinesChartProps) {
  const wordsOf = useVariableWords();
  const words = data.paths.map(wordsOf);
  const [first] = words;
  const series = data.paths.map((key, index) => ({ key, label: words[index]?.label ?? key }));
  const scales = words.map(({ scale }) => scale);
  const unit = first?.unit ?? null;
  const table = useBandTable(data, series, unit);
  return (
    <TimeSeries
      title={title}
      mode={data.isBand ? 'band' : 'line'}
      series={series}
      points={pointsOf(data, scales)}
      {...timeProps(control)}
      {...(unit === null ? {} : { unit })}
      {...(first?.isPercent ? { domain: [0, 100] as const } : {})}
      {...(data.isBand ? { table } : {})}
    />
  );
}

function pointsOf({ paths, rows, bucketMs, isBand }: LinesData, scales: readonly number[]): TimePoint[] {
  const rowAt = new Map(rows.map((row) => [row.atMs, row]));
  const at = (values: readonly (number | null)[] | undefined, index: number) => {
    const value = values?.[index] ?? null;
    return value === null ? null : value * (scales[index] ?? 1);
  };
  return breakGaps(rows, bucketMs).map(({ atMs, values }) => {
    const row = rowAt.get(atMs);
    const rangeOf = (index: number) => {
      const [low, high] = [at(row?.lows, index), at(row?.highs, index)];
      return low === null || high === null ? null : ([low, high] as const);
    };
    return {
      atMs,
      values: Object.fromEntries(paths.map((path, index) => [path, at(values, index)])),
      ...(isBand ? { ranges: Object.fromEntries(paths.map((path, index) => [path, rangeOf(index)])) } : {}),
    };
  });
}

/** Mean, lowest, highest and deviation of each variable, as a table. */
function useBandTable({ rows }: LinesData, series: readonly ChartSeries[], unit: string | null): ChartTable {
  const t = useTranslations('passive');
  const format = useFormatter();
  const named = (label: string, figure: string) =>
    unit === null ? `${label} ${figure}` : `${label} ${figure} (${unit})`;
  const figures = [t('figures.mean'), t('figures.lowest'), t('figures.highest'), t('figures.deviation')];
  return {
    header: [t('points.created'), ...series.flatMap(({ label }) => figures.map((figure) => named(label, figure)))],
    rows: rows.map(({ atMs, values, lows, highs, deviations }) => [
      new Date(atMs),
      ...series.flatMap((_, index) => [values, lows, highs, deviations].map((list) => list[index] ?? null)),
    ]),
    format: (value) =>
      value instanceof Date
        ? format.dateTime(value, { dateStyle: 'medium', timeStyle: 'short' })
        : typeof value === 'number'
          ? format.number(value, { maximumFractionDigits: 3 })
          : '–',
  };
}
