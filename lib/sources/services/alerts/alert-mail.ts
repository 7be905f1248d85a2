import type { Locale } from '#lib/platform/i18n/locales.ts';
import { translatorFor, type Translator } from '#lib/platform/i18n/translator.ts';
import { writeInstant } from '#lib/platform/i18n/write-instant.ts';
import type { MailMessage } from '#lib/platform/mail/mail.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import { saidByCheck } from '../../domain/alerts/built-in-words.ts';

/** What a mail about alerts tells, and to whom. */
export interface AlertNews {
  readonly studyName: string;
  readonly alerts: readonly Alert[];
  /** Page where they are all seen. */
  readonly url: string;
  /** Zone of the study, in which times are written. */
  readonly timeZone: string;
}

type AlertMail = Omit<MailMessage, 'to'>;

/** The digest of open alerts, by source (passive-data-kit.md, 3.3), in the language of who gets it. */
export function digestMail(news: AlertNews, locale: Locale): AlertMail {
  const t = translatorFor(locale, 'alerts');
  const sources = new Set(news.alerts.map(({ sourceId }) => sourceId)).size;
  return {
    subject: t('mail.digestSubject', { sources }),
    text: [t('mail.digestTitle', { study: news.studyName }), ...blocksOf(news, locale), news.url]
      .join('\n\n')
      .concat('\n'),
  };
}

/** The mail about alerts that have just been opened, in the language of who gets it. */
export function openedMail(news: AlertNews, locale: Locale): AlertMail {
  const t = translatorFor(locale, 'alerts');
  const [only, ...others] = news.alerts;
  const study = news.studyName;
  const subject =
    others.length === 0 && only
      ? t('mail.oneSubject', { alert: saidByCheck(t, only), source: only.sourceName, study })
      : t('mail.manySubject', { count: news.alerts.length, study });
  return {
    // Names are people's: a line break in a subject would be a header of its own.
    subject: subject.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200),
    text: [...blocksOf(news, locale), news.url].join('\n\n').concat('\n'),
  };
}

function blocksOf({ alerts, timeZone }: AlertNews, locale: Locale): string[] {
  const t = translatorFor(locale, 'alerts');
  const lineOf = (alert: Alert) => lineIn(t, alert, writeInstant(alert.openedAt, { locale, timeZone }));
  const bySource = Map.groupBy(alerts, ({ sourceId }) => sourceId);
  return [...bySource.values()].map((ofSource) => [titleOf(ofSource), ...ofSource.map(lineOf)].join('\n'));
}

function titleOf([first]: readonly Alert[]): string {
  if (!first) return '';
  const { sourceName, sourceIdentifier } = first;
  return sourceName === sourceIdentifier ? sourceName : `${sourceName} (${sourceIdentifier})`;
}

function lineIn(t: Translator<'alerts'>, alert: Alert, at: string): string {
  return `  ${t('mail.line', { level: t(`levels.${alert.level}`), alert: saidByCheck(t, alert), at })}`;
}
