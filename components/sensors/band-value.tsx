'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { severityColor } from '#components/charts/palette.ts';
import { findBand, levelOf, type QuantityBand } from '#lib/sensors/domain/quantity-bands.ts';
import { unitSymbol } from '#lib/sensors/domain/unit-symbol.ts';
import classes from './band-value.module.css';

interface BandValueProps {
  readonly value: number;
  /** UCUM code. */
  readonly unit: string;
  /** Empty: the quantity is not judged. */
  readonly bands?: readonly QuantityBand[];
}

/** A value with its unit, and, where its quantity is judged, the colour and the word of its band. */
export function BandValue({ value, unit, bands = [] }: BandValueProps) {
  const t = useTranslations('sensorPages');
  const format = useFormatter();
  const band = findBand(bands, value);
  const symbol = unitSymbol(unit);
  return (
    <span className={classes['value']}>
      {band && <span className={classes['dot']} style={{ background: severityColor(band.severity) }} aria-hidden />}
      <span>
        {format.number(value, { maximumFractionDigits: 1 })}
        {symbol === '' ? '' : `\u202f${symbol}`}
      </span>
      {band && <span className={classes['word']}>{t(`levels.${levelOf(band.severity)}`)}</span>}
    </span>
  );
}

/** The bands of a quantity with their ends, for the reader of a chart. */
export function BandLegend({ bands, unit }: { readonly bands: readonly QuantityBand[]; readonly unit: string }) {
  const t = useTranslations('sensorPages');
  const symbol = unitSymbol(unit);
  return (
    <ul className={classes['legend']} aria-label={t('bands.legend')}>
      {bands.map(({ upTo, severity }, index) => (
        <li key={upTo ?? 'above'}>
          <span className={classes['dot']} style={{ background: severityColor(severity) }} aria-hidden />
          {upTo === null
            ? t('bands.above', { value: bands[index - 1]?.upTo ?? 0, unit: symbol })
            : t('bands.upTo', { value: upTo, unit: symbol })}
        </li>
      ))}
    </ul>
  );
}
