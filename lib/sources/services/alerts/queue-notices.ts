import { localesOfAddresses } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Locale } from '#lib/platform/i18n/locales.ts';
import { insertMessage, type NewMessage } from '../../data/alerts/messages.sql.ts';
import { takePendingNotices } from '../../data/alerts/notices.sql.ts';
import { findAlertSettings, type AlertSettingsRow } from '../../data/alerts/settings.sql.ts';
import { severityOf, type Alert, type AlertLevel } from '../../domain/alerts/alert.ts';
import { writeWebhook } from '../../domain/alerts/webhook.ts';
import { openedMail } from './alert-mail.ts';
import { deliverJobName } from './deliver-messages.ts';
import { alertScopeOf } from './reconcile-alerts.ts';

export interface QueueNoticesInput {
  readonly studyId: string;
  /** Address of the platform as people type it. */
  readonly publicUrl: string;
  /** The installation's language, for who has chosen none; without it English. */
  readonly locale?: Locale | undefined;
}

/**
 * Puts the messages about alerts that were opened and closed since the last time with those that leave: one mail to each
 * recipient, in their language, and one call of the webhook, however many alerts. In one transaction: killed half-way, nothing is told twice
 * or not at all. Gives the number of messages. For wings that check; asks for no verb.
 */
export function queueNotices(ctx: Context, input: QueueNoticesInput): Promise<number> {
  const { studyId, publicUrl, locale: fallback = 'en' } = input;
  return ctx.db.transaction(async () => {
    const alerts = await takePendingNotices(alertScopeOf(ctx), studyId);
    if (alerts.length === 0) return 0;
    const row = await findAlertSettings(ctx.db, { organizationId: ctx.organizationId, studyId });
    const localeOf = await localesOfAddresses(ctx, { emails: row?.settings.recipients ?? [], fallback });
    const messages = row ? messagesOf(row, { alerts, publicUrl, localeOf, at: ctx.now() }) : [];
    for (const message of messages) await insertMessage(ctx.db, message, ctx.now());
    if (messages.length > 0) await ctx.enqueue(deliverJobName, {}, { jobKey: deliverJobName });
    return messages.length;
  });
}

interface News {
  readonly alerts: readonly Alert[];
  readonly publicUrl: string;
  readonly localeOf: (email: string) => Locale;
  readonly at: Date;
}

function messagesOf(row: AlertSettingsRow, { alerts, publicUrl, localeOf, at }: News): NewMessage[] {
  const { organizationId, studyKey, studyName, settings } = row;
  const { studyId, timeZone } = settings;
  const messages: NewMessage[] = [];
  const isOpen = (alert: Alert) => alert.closedAt === null;
  const mailed = alerts.filter((alert) => isOpen(alert) && isAtLeast(alert, settings.mailFrom));
  if (mailed.length > 0) {
    const news = { studyName, alerts: mailed, timeZone, url: alertsUrl(publicUrl, studyKey) };
    for (const recipient of settings.recipients) {
      const { subject, text } = openedMail(news, localeOf(recipient));
      messages.push({ organizationId, studyId, channel: 'mail', recipient, subject, body: text });
    }
  }
  const called = alerts.filter((alert) => isAtLeast(alert, settings.webhookFrom));
  if (settings.webhookUrl !== null && called.length > 0) {
    const [opened, closed] = [called.filter(isOpen), called.filter((alert) => !isOpen(alert))];
    const body = writeWebhook({ studyKey, at, opened, closed });
    const subject = `${String(opened.length)} opened, ${String(closed.length)} closed`;
    messages.push({ organizationId, studyId, channel: 'webhook', recipient: '', subject, body });
  }
  return messages;
}

function isAtLeast(alert: Alert, least: AlertLevel | null): boolean {
  return least !== null && severityOf(alert.level) >= severityOf(least);
}

/** Page of a study's alerts. */
export function alertsUrl(publicUrl: string, studyKey: string): string {
  return `${publicUrl}/alerts?study=${encodeURIComponent(studyKey)}`;
}
