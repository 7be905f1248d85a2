'use client';

import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ChartFrame, type ChartTable } from './chart-frame.tsx';
import { ChartTip } from './chart-tip.tsx';
import classes from './charts.module.css';
import { downSample } from './down-sample.ts';
import { Legend } from './legend.tsx';
import { seriesColor } from './palette.ts';
import { useTimeAxis } from './time-axis.ts';

/** Points of a line beyond which it is down-sampled: more than a screen has pixels to tell apart. */
const maxDrawnPoints = 800;

export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  /** A token of the theme; the palette in order when absent. */
  readonly color?: string;
}

export interface TimePoint {
  readonly atMs: number;
  /** By key of the series; null is a gap. */
  readonly values: Readonly<Record<string, number | null>>;
  /** By key of the series: from and to of what is drawn of it, for `band` and `ranges`. */
  readonly ranges?: Readonly<Record<string, NumberRange | null>>;
}

type NumberRange = readonly [from: number, to: number];

/** Half-open. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimeSeriesProps {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  /** In order of time. */
  readonly points: readonly TimePoint[];
  readonly range: TimeRange;
  /** Bars stand on their start. `band`: lines with their range around them; `ranges`: bars from one value to another. */
  readonly mode?: 'line' | 'step' | 'area' | 'bars' | 'band' | 'ranges';
  readonly unit?: string;
  /** Limits of the value axis; from the data when absent. */
  readonly domain?: readonly [number, number];
  readonly heightPx?: number;
  /** Dragging over the plot chooses a time range; a click gives null (all). */
  readonly onRange?: (range: TimeRange | null) => void;
  /** Charts of one page with the same id show the same moment under the pointer. */
  readonly syncId?: string;
  readonly isTitleHidden?: boolean;
  /** The numbers behind it, when they are more than the values. */
  readonly table?: ChartTable;
  /** How a value of the axis reads, when a number does not say it. */
  readonly valueLabel?: (value: number) => string;
  /** Grounds behind the values, from the lowest up; they widen no axis. */
  readonly bands?: readonly ChartBand[];
}

/** A ground behind values from `from` to `to`; null: without an end. */
export interface ChartBand {
  readonly from: number | null;
  readonly to: number | null;
  readonly color: string;
}

/** Values over time: lines, steps, stacked areas or stacked bars. */
export function TimeSeries(props: TimeSeriesProps) {
  const { title, series, points, range, mode = 'line', unit, heightPx = 240, isTitleHidden = false } = props;
  const t = useTranslations('shell');
  const format = useFormatter();
  const data = useMemo(() => drawn(points, series, mode), [points, series, mode]);
  const ownTable: ChartTable = {
    header: [t('chart.time'), ...series.map(({ label }) => (unit ? `${label} (${unit})` : label))],
    rows: points.map(({ atMs, values }) => [new Date(atMs), ...series.map(({ key }) => values[key] ?? null)]),
    format: (value) =>
      value instanceof Date
        ? format.dateTime(value, { dateStyle: 'medium', timeStyle: 'medium' })
        : typeof value === 'number'
          ? format.number(value)
          : '–',
  };
  const legend = series.length > 1 && (
    <Legend items={series.map(({ label, color }, index) => ({ label, color: color ?? seriesColor(index) }))} />
  );
  return (
    <ChartFrame
      title={title}
      table={props.table ?? ownTable}
      heightPx={heightPx}
      aside={legend}
      isTitleHidden={isTitleHidden}
    >
      <Plot {...props} data={data} range={range} />
    </ChartFrame>
  );
}

type Drawn = { readonly atMs: number } & Readonly<Record<string, number | NumberRange | null>>;

/** Under which name a row has the range of a series. */
const rangeKey = (key: string) => `${key} range`;

function drawn(points: readonly TimePoint[], series: readonly ChartSeries[], mode: string): Drawn[] {
  const first = series[0]?.key ?? '';
  const kept =
    mode === 'bars' || mode === 'ranges' || points.length <= maxDrawnPoints
      ? points
      : downSample(
          points.map(({ atMs, values }) => ({ x: atMs, y: values[first] ?? 0 })),
          maxDrawnPoints,
        ).flatMap((index) => points[index] ?? []);
  return kept.map(({ atMs, values, ranges = {} }) => ({
    ...values,
    ...Object.fromEntries(Object.entries(ranges).map(([key, range]) => [rangeKey(key), range])),
    atMs,
  }));
}

function Plot(props: TimeSeriesProps & { readonly data: Drawn[] }) {
  const { data, series, range, mode = 'line', unit, domain, onRange, syncId } = props;
  const format = useFormatter();
  const axis = useTimeAxis(range.fromMs, range.toMs);
  const drag = useDrag(onRange);
  const isDense = mode === 'bars' && hasThinBars(data, range);
  const numberLabel = (value: number) => {
    const notation = Math.abs(value) >= 10_000 ? 'compact' : 'standard';
    const number = format.number(value, { notation, maximumFractionDigits: 2 });
    return unit === undefined ? number : `${number}\u202f${unit}`;
  };
  return (
    <ResponsiveContainer
      width="100%"
      height="100%"
      className={classes['plot'] ?? ''}
      initialDimension={{ width: 800, height: 200 }}
    >
      <ComposedChart
        data={data}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        barCategoryGap={1}
        title={props.title}
        {...drag.handlers}
        {...(syncId === undefined ? {} : { syncId, syncMethod: 'value' as const })}
      >
        {(props.bands ?? []).map(groundOf)}
        <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
        <XAxis
          dataKey="atMs"
          type="number"
          scale="time"
          domain={[range.fromMs, range.toMs]}
          ticks={[...axis.ticks]}
          tickFormatter={axis.tickLabel}
          allowDataOverflow
          tick={{ fill: 'var(--mantine-color-dimmed)' }}
          tickLine={false}
          axisLine={{ stroke: 'var(--mantine-color-default-border)' }}
          minTickGap={16}
        />
        <YAxis
          width={unit === undefined ? 48 : 54 + 6 * Math.max(unit.length, 1)}
          tickFormatter={props.valueLabel ?? numberLabel}
          tick={{ fill: 'var(--mantine-color-dimmed)' }}
          tickLine={false}
          axisLine={false}
          {...(props.valueLabel ? { ticks: [0, 6, 12, 18, 24] } : {})}
          domain={domain ? [...domain] : [mode === 'bars' || mode === 'area' ? 0 : 'auto', 'auto']}
          allowDecimals={mode !== 'bars'}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--mantine-color-dimmed)', fill: 'var(--cairn-hover)' }}
          content={<ChartTip momentLabel={axis.momentLabel} unit={unit} valueLabel={props.valueLabel} />}
        />
        {mode === 'band' && series.map((one, index) => bandOf(one, one.color ?? seriesColor(index)))}
        {series.map((one, index) => shape(one, one.color ?? seriesColor(index), { mode, isDense }))}
        {drag.area && (
          <ReferenceArea x1={drag.area.fromMs} x2={drag.area.toMs} fill="var(--cairn-focus)" fillOpacity={0.15} />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** Where a ground without an end goes to: past every axis, which cuts it off. */
const beyondAxis = 1e7;

function groundOf({ from, to, color }: ChartBand) {
  return (
    <ReferenceArea
      key={`ground ${String(from)}`}
      y1={from ?? -beyondAxis}
      y2={to ?? beyondAxis}
      fill={color}
      fillOpacity={0.16}
      stroke="none"
      ifOverflow="hidden"
    />
  );
}

/** Bars of which more than this fit side by side are thinner than a hair, and pale: an edge makes them seen. */
const denseBars = 250;

function hasThinBars(data: readonly Drawn[], { fromMs, toMs }: TimeRange): boolean {
  const gaps = data.slice(1).map(({ atMs }, index) => atMs - (data[index]?.atMs ?? atMs));
  return (toMs - fromMs) / Math.min(...gaps) > denseBars;
}

interface ShapeStyle {
  readonly mode: NonNullable<TimeSeriesProps['mode']>;
  readonly isDense: boolean;
}

/** From the lowest to the highest, behind the line of the means. */
function bandOf({ key }: ChartSeries, color: string) {
  return (
    <Area
      key={rangeKey(key)}
      dataKey={rangeKey(key)}
      isAnimationActive={false}
      stroke="none"
      fill={color}
      fillOpacity={0.2}
      dot={false}
      activeDot={false}
      legendType="none"
      tooltipType="none"
      connectNulls={false}
    />
  );
}

function shape({ key, label }: ChartSeries, color: string, { mode, isDense }: ShapeStyle) {
  const common = { key, dataKey: key, name: label, isAnimationActive: false } as const;
  if (mode === 'ranges') return <Bar {...common} dataKey={rangeKey(key)} fill={color} maxBarSize={24} radius={4} />;
  if (mode === 'bars') {
    const edge = isDense ? { stroke: color, strokeWidth: 1 } : {};
    return <Bar {...common} {...edge} stackId="all" fill={color} maxBarSize={24} />;
  }
  if (mode === 'area')
    return (
      <Area
        {...common}
        stackId="all"
        type="monotone"
        stroke={color}
        fill={color}
        fillOpacity={0.25}
        strokeWidth={1.5}
        dot={false}
      />
    );
  return (
    <Line
      {...common}
      type={mode === 'step' ? 'stepAfter' : 'linear'}
      stroke={color}
      strokeWidth={1.5}
      dot={false}
      activeDot={{ r: 3 }}
      connectNulls={false}
    />
  );
}

interface Pointed {
  readonly activeLabel?: string | number | undefined;
}

/** Choosing a time range with the pointer. */
function useDrag(onRange: TimeSeriesProps['onRange']) {
  const [start, setStart] = useState<number | null>(null);
  const [end, setEnd] = useState<number | null>(null);
  const area =
    start !== null && end !== null && start !== end
      ? { fromMs: Math.min(start, end), toMs: Math.max(start, end) }
      : null;
  if (!onRange) return { area: null, handlers: {} };
  const at = ({ activeLabel }: Pointed) => (activeLabel === undefined ? null : Number(activeLabel));
  const finish = () => {
    if (start !== null) onRange(area);
    setStart(null);
    setEnd(null);
  };
  return {
    area,
    handlers: {
      style: { cursor: 'crosshair' },
      onMouseDown: (state: Pointed) => {
        setStart(at(state));
      },
      onMouseMove: (state: Pointed) => {
        if (start !== null) setEnd(at(state));
      },
      onMouseUp: finish,
      onMouseLeave: () => {
        if (area) finish();
      },
    },
  };
}
