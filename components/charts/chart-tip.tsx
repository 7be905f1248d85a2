'use client';

import { useFormatter } from 'use-intl/react';
import classes from './charts.module.css';

interface ChartTipProps {
  readonly momentLabel: (atMs: number) => string;
  readonly unit?: string | undefined;
  /** How a value reads, when a number does not say it. */
  readonly valueLabel?: ((value: number) => string) | undefined;
  /** Given by the chart. */
  readonly active?: boolean;
  readonly label?: string | number;
  readonly payload?: readonly {
    readonly name?: unknown;
    readonly value?: unknown;
    readonly color?: string;
    readonly fill?: string;
  }[];
}

/** What stands under the pointer: the moment, and each value with its colour and name. */
export function ChartTip({ momentLabel, unit, valueLabel, active, label, payload }: ChartTipProps) {
  const format = useFormatter();
  const read = valueLabel ?? ((value: number) => format.number(value, { maximumFractionDigits: 2 }));
  const words = (value: unknown) => {
    if (Array.isArray(value)) return value.map((end) => (typeof end === 'number' ? read(end) : '–')).join(' – ');
    return typeof value === 'number' ? read(value) : '–';
  };
  if (!active || label === undefined || !payload?.length) return null;
  return (
    <div className={classes['tip']}>
      <strong>{momentLabel(Number(label))}</strong>
      {payload.map(({ name, value, color, fill }) => (
        <div key={String(name)} className={classes['tipRow']}>
          <span className={classes['swatch']} style={{ background: color ?? fill }} aria-hidden />
          {String(name)}
          <b>
            {words(value)}
            {unit ? ` ${unit}` : ''}
          </b>
        </div>
      ))}
    </div>
  );
}
