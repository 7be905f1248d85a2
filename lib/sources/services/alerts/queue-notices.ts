import type { Context } from '#lib/platform/context.ts';
import { insertMessage, type NewMessage } from '../../data/alerts/messages.sql.ts';
import { takePendingNotices } from '../../data/alerts/notices.sql.ts';
import { findAlertSettings, type AlertSettingsRow } from '../../data/alerts/settings.sql.ts';
import { severityOf, type Alert, type AlertLevel } from '../../domain/alerts/alert.ts';
import { writeOpenedMail } from '../../domain/alerts/digest.ts';
import { writeWebhook } from '../../domain/alerts/webhook.ts';
import { deliverJobName } from './deliver-messages.ts';
import { alertScopeOf } from './reconcile-alerts.ts';

export interface QueueNoticesInput {
  readonly studyId: string;
  /** Address of the platform as people type it. */
  readonly publicUrl: string;
}

/**
 * Puts the messages about alerts that were opened and closed since the last time with those that leave: one mail to each
 * recipient and one call of the webhook, however many alerts. In one transaction: killed half-way, nothing is told twice
 * or not at all. Gives the number of messages. For wings that check; asks for no verb.
 */
export function queueNotices(ctx: Context, { studyId, publicUrl }: QueueNoticesInput): Promise<number> {
  return ctx.db.transaction(async () => {
    const alerts = await takePendingNotices(alertScopeOf(ctx), studyId);
    if (alerts.length === 0) return 0;
    const row = await findAlertSettings(ctx.db, { organizationId: ctx.organizationId, studyId });
    const messages = row ? messagesOf(row, { alerts, publicUrl, at: ctx.now() }) : [];
    for (const message of messages) await insertMessage(ctx.db, message, ctx.now());
    if (messages.length > 0) await ctx.enqueue(deliverJobName, {}, { jobKey: deliverJobName });
    return messages.length;
  });
}

interface News {
  readonly alerts: readonly Alert[];
  readonly publicUrl: string;
  readonly at: Date;
}

function messagesOf(row: AlertSettingsRow, { alerts, publicUrl, at }: News): NewMessage[] {
  const { organizationId, studyKey, studyName, settings } = row;
  const { studyId } = settings;
  const messages: NewMessage[] = [];
  const isOpen = (alert: Alert) => alert.closedAt === null;
  const mailed = alerts.filter((alert) => isOpen(alert) && isAtLeast(alert, settings.mailFrom));
  if (mailed.length > 0) {
    const { subject, text } = writeOpenedMail({ studyName, alerts: mailed, url: alertsUrl(publicUrl, studyKey) });
    for (const recipient of settings.recipients) {
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
