'use client';

import { Tooltip } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useRelativeWords } from './use-clock.ts';

interface RelativeTimeProps {
  /** ISO 8601 with a zone, or a Date; null shows the `never` text. */
  readonly at: string | Date | null;
  /** IANA zone of the place, shown on hover beside the viewer's own. */
  readonly placeTimeZone?: string | null;
  readonly never?: string;
}

/** "5 minutes ago", with the moment in the viewer's zone (and the place's) on hover; counts on by itself. */
export function RelativeTime({ at, placeTimeZone, never }: RelativeTimeProps) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const words = useRelativeWords();
  if (at === null) return <span>{never ?? t('ui.never')}</span>;
  const moment = new Date(at);
  const own = format.dateTime(moment, { dateStyle: 'medium', timeStyle: 'medium' });
  const there = placeTimeZone
    ? ` · ${format.dateTime(moment, { dateStyle: 'medium', timeStyle: 'medium', timeZone: placeTimeZone })} (${placeTimeZone})`
    : '';
  return (
    <Tooltip label={own + there}>
      <time dateTime={moment.toISOString()} suppressHydrationWarning>
        {words(moment)}
      </time>
    </Tooltip>
  );
}

/** A moment in the viewer's zone: "22 Nov 2026, 16:05". */
export function Moment({ at, withSeconds = false }: { readonly at: string | Date; readonly withSeconds?: boolean }) {
  const format = useFormatter();
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()} suppressHydrationWarning>
      {format.dateTime(moment, { dateStyle: 'medium', timeStyle: withSeconds ? 'medium' : 'short' })}
    </time>
  );
}
