'use client';

import { ScrollArea, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { severityColor } from '#components/charts/palette.ts';
import { weekdays } from '#lib/sensors/domain/air-quality/thresholds.ts';
import type { RoomAirReport } from '#lib/sensors/domain/air-quality/room-air-report.ts';
import { findBand, type QuantityBand } from '#lib/sensors/domain/quantity-bands.ts';
import classes from './hour-table.module.css';

interface HourTableProps {
  readonly room: string;
  readonly histogram: RoomAirReport['histogram'];
  readonly bands: readonly QuantityBand[];
}

/** A Monday at noon, from which the names of the days are counted. */
const aMonday = Date.UTC(2024, 0, 1, 12);
const dayMs = 86_400_000;
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** Mean carbon dioxide by weekday and hour: the numbers, on the colours of their bands. */
export function HourTable({ room, histogram, bands }: HourTableProps) {
  const t = useTranslations('sensorPages');
  const format = useFormatter();
  const isEmpty = weekdays.every((day) => (histogram[day] ?? []).every((value) => value === null));
  if (isEmpty) {
    return (
      <Text size="sm" c="dimmed">
        {t('air.noHours')}
      </Text>
    );
  }
  const label = t('air.hours', { room });
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': label }}>
      <table className={classes['table']}>
        <caption>{t('air.hoursTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('air.day')}</th>
            {hours.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((day, index) => (
            <tr key={day}>
              <th scope="row">
                {format.dateTime(new Date(aMonday + index * dayMs), { weekday: 'short', timeZone: 'UTC' })}
              </th>
              {hours.map((hour) => (
                <HourCell key={hour} value={histogram[day]?.[hour] ?? null} bands={bands} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function HourCell({ value, bands }: { readonly value: number | null; readonly bands: readonly QuantityBand[] }) {
  const format = useFormatter();
  const band = value === null ? null : findBand(bands, value);
  const ground = band && `color-mix(in srgb, ${severityColor(band.severity)} 22%, transparent)`;
  return (
    <td style={ground === null ? {} : { background: ground }}>
      {value === null ? '–' : format.number(value, { maximumFractionDigits: 0, useGrouping: false })}
    </td>
  );
}
