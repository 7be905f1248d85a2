'use client';

import { UnstyledButton } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { LegendEntry } from './map-colours.ts';
import classes from './units-map.module.css';

interface MapLegendProps {
  readonly entries: readonly LegendEntry[];
  readonly nameOf: (key: string) => string;
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}

/** The colours of a map with their counts; each can be hidden. */
export function MapLegend({ entries, nameOf, hidden, onHidden }: MapLegendProps) {
  const t = useTranslations('maps');
  const format = useFormatter();
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    onHidden(next);
  };
  return (
    <ul className={classes['legend']} aria-label={t('legend')}>
      {entries.map(({ key, color, count }) => (
        <li key={key}>
          <UnstyledButton
            className={classes['entry'] ?? ''}
            aria-pressed={!hidden.has(key)}
            onClick={() => {
              toggle(key);
            }}
          >
            <span className={classes['swatch']} style={{ background: color }} aria-hidden />
            {nameOf(key)}
            <span className={classes['count']}>{format.number(count)}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
