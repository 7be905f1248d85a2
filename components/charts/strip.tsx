'use client';

import { useFormatter } from 'use-intl/react';
import classes from './charts.module.css';
import { seriesColor } from './palette.ts';
import { useTimeAxis } from './time-axis.ts';

export interface StripBin {
  readonly atMs: number;
  readonly count: number;
}

interface StripProps {
  /** What is counted, for screen readers. */
  readonly label: string;
  /** Evenly spaced, in order. */
  readonly bins: readonly StripBin[];
  readonly color?: string;
  readonly heightPx?: number;
  /** Height of the scale; the largest bin when absent. Give one to compare strips. */
  readonly most?: number;
}

/** One calm row of bars over time: how much came when. The root of the count keeps small ones visible. */
export function Strip({ label, bins, color = seriesColor(0), heightPx = 32, most }: StripProps) {
  const format = useFormatter();
  const { momentLabel } = useTimeAxis(bins[0]?.atMs ?? 0, bins.at(-1)?.atMs ?? 1);
  const top = Math.sqrt(Math.max(1, most ?? Math.max(...bins.map(({ count }) => count), 1)));
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const width = 100 / Math.max(1, bins.length);
  return (
    <svg
      className={classes['strip']}
      height={heightPx}
      viewBox={`0 0 100 ${String(heightPx)}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${format.number(total)}`}
    >
      <line
        x1={0}
        x2={100}
        y1={heightPx - 0.5}
        y2={heightPx - 0.5}
        stroke="var(--mantine-color-default-border)"
        vectorEffect="non-scaling-stroke"
      />
      {bins.map(({ atMs, count }, index) => {
        if (count === 0) return null;
        const height = Math.max(2, (Math.sqrt(count) / top) * (heightPx - 2));
        return (
          <rect
            key={atMs}
            className={classes['stripBar']}
            x={index * width + width * 0.1}
            width={width * 0.8}
            y={heightPx - height}
            height={height}
            fill={color}
          >
            <title>{`${momentLabel(atMs)}: ${format.number(count)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

interface SparklineProps {
  readonly label: string;
  readonly values: readonly number[];
  readonly color?: string;
  readonly heightPx?: number;
  readonly widthPx?: number;
}

/** A rate in the size of a word. */
export function Sparkline({ label, values, color = seriesColor(0), heightPx = 20, widthPx = 96 }: SparklineProps) {
  const top = Math.max(1, ...values);
  const step = widthPx / Math.max(1, values.length);
  return (
    <svg width={widthPx} height={heightPx} role="img" aria-label={label}>
      {values.map((value, index) => (
        <rect
          key={index}
          x={index * step}
          width={Math.max(1, step - 1)}
          y={heightPx - Math.max(value > 0 ? 2 : 0.5, (value / top) * heightPx)}
          height={Math.max(value > 0 ? 2 : 0.5, (value / top) * heightPx)}
          fill={value > 0 ? color : 'var(--mantine-color-default-border)'}
        />
      ))}
    </svg>
  );
}
