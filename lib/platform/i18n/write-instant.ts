import type { Locale } from './locales.ts';

/** An instant for people, to the minute and with the name of its zone: `28. Nov. 2026, 09:15 MEZ`. */
export function writeInstant(
  at: Date,
  { locale, timeZone }: { readonly locale: Locale; readonly timeZone: string },
): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at);
}
