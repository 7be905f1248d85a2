'use client';

import { IntlProvider, useFormatter, useLocale, useTranslations } from 'use-intl/react';
import { TimeSeries } from '#components/charts/time-series.tsx';
import type { RoomAirReport } from '#lib/sensors/domain/air-quality/room-air-report.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';

/** The excess score of each day; all numbers of the days in its table. */
export function ExcessChart({ room, report }: { readonly room: string; readonly report: RoomAirReport }) {
  const locale = useLocale();
  return (
    <IntlProvider locale={locale} timeZone={report.timeZone}>
      <Chart room={room} report={report} />
    </IntlProvider>
  );
}

function Chart({ room, report }: { readonly room: string; readonly report: RoomAirReport }) {
  const t = useTranslations('sensorPages');
  const format = useFormatter();
  const { days, from, to, timeZone } = report;
  if (days.length === 0) return null;
  const clock = new ZoneClock(timeZone);
  const score = (value: number) => Math.round(value * 1000) / 1000;
  return (
    <TimeSeries
      title={t('air.scoreOf', { room })}
      mode="bars"
      heightPx={160}
      range={{ fromMs: from.getTime(), toMs: to.getTime() }}
      series={[{ key: 'score', label: t('air.score'), color: 'var(--cairn-series-2)' }]}
      points={days.map(({ date, excessScore, isValid }) => ({
        atMs: clock.startOfDay(date).getTime(),
        values: { score: isValid ? score(excessScore) : null },
      }))}
      table={{
        header: [
          t('air.day'),
          t('air.complete'),
          t('air.max'),
          t('air.mean'),
          t('air.gap'),
          t('air.excess'),
          t('air.score'),
        ],
        rows: days.map(({ date, isValid, max, mean, gapS, excessS, excessScore }) => [
          date,
          t(isValid ? 'yes' : 'no'),
          max,
          mean,
          gapS / 60,
          excessS / 60,
          score(excessScore),
        ]),
        format: (value) =>
          typeof value === 'number' ? format.number(value, { maximumFractionDigits: 3 }) : String(value ?? '–'),
      }}
    />
  );
}
