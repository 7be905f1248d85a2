'use client';

import { Stack } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { TimeSeries } from '#components/charts/time-series.tsx';
import type { DaysData, StatesData, TypeChartData } from '#lib/passive/domain/views/view-results.ts';
import { useVariableWords } from './chart-units.ts';
import { chartHeightPx, timeProps } from './time-props.ts';
import type { ShownTimeControl } from './use-shown-time.ts';

const hourMs = 3_600_000;
const manyPx = 120;
const minutesPerHour = 60;

/** The bar of a day stands on its noon, whatever zone it is looked at from, or on the edge of what is shown. */
function barOf(day: string, { shown }: ShownTimeControl): number {
  return Math.max(shown.fromMs, Math.min(shown.toMs, noonOf(day)));
}

const noonOf = (day: string) => Date.parse(`${day}T12:00:00Z`);

interface DayChartProps<Data> {
  readonly data: Data;
  readonly title: string;
  readonly control: ShownTimeControl;
}

/** Sums of each day: a chart for each variable that came, for they have little in common. */
export function DaysChart({ data, title, control }: DayChartProps<DaysData>) {
  const wordsOf = useVariableWords();
  const present = data.paths
    .map((path, index) => ({ path, index }))
    .filter(({ index }) => data.days.some(({ values }) => (values[index] ?? null) !== null));
  const heightPx = present.length === 1 ? chartHeightPx : manyPx;
  return (
    <Stack gap="xs">
      {present.map(({ path, index }) => {
        const { label, unit } = wordsOf(path);
        return (
          <TimeSeries
            key={path}
            title={`${title}: ${label}`}
            mode="bars"
            series={[{ key: 'sum', label }]}
            points={data.days.map(({ day, values }) => ({
              atMs: barOf(day, control),
              values: { sum: values[index] ?? 0 },
            }))}
            {...timeProps(control, heightPx)}
            {...(unit === null ? {} : { unit })}
          />
        );
      })}
    </Stack>
  );
}

/** Hours that each state lasted on each day. */
export function StatesChart({ data, title, control }: DayChartProps<StatesData>) {
  const t = useTranslations('passive');
  return (
    <TimeSeries
      title={title}
      mode="bars"
      series={data.states.map((state) => ({ key: `s-${state}`, label: state === '' ? t('chart.unnamed') : state }))}
      points={data.days.map(({ day, durationsMs }) => ({
        atMs: barOf(day, control),
        values: Object.fromEntries(data.states.map((state) => [`s-${state}`, (durationsMs[state] ?? 0) / hourMs])),
      }))}
      unit="h"
      domain={[0, 24]}
      {...timeProps(control)}
    />
  );
}

/** From sunrise to sunset of each day, in the hours of the place. */
export function SunChart({ data, title, control }: DayChartProps<Extract<TypeChartData, { kind: 'sun' }>>) {
  const t = useTranslations('passive');
  const format = useFormatter();
  const clock = (hour: number) => {
    const minutes = Math.round(hour * minutesPerHour);
    const parts = [Math.floor(minutes / minutesPerHour), minutes % minutesPerHour];
    return parts.map((part) => String(part).padStart(2, '0')).join(':');
  };
  const table = {
    header: [t('chart.day'), t('properties.sunrise'), t('properties.sunset')],
    rows: data.days.map(({ day, sunriseHour, sunsetHour }) => [new Date(noonOf(day)), sunriseHour, sunsetHour]),
    format: (value: unknown) =>
      value instanceof Date ? format.dateTime(value, { dateStyle: 'medium', timeZone: 'UTC' }) : clock(Number(value)),
  };
  return (
    <TimeSeries
      title={title}
      mode="ranges"
      series={[{ key: 'sun', label: t('chart.daylight'), color: 'var(--cairn-series-3)' }]}
      points={data.days.map(({ day, sunriseHour, sunsetHour }) => ({
        atMs: barOf(day, control),
        values: {},
        ranges: { sun: [sunriseHour, sunsetHour] },
      }))}
      domain={[0, 24]}
      valueLabel={clock}
      table={table}
      {...timeProps(control)}
    />
  );
}
