import { createHmac } from 'node:crypto';
import type { Alert } from './alert.ts';

/** Header of the signature: `t=<Unix seconds>,v1=<hex HMAC-SHA-256 over "<t>.<body>">`. */
export const signatureHeader = 'x-cairn-signature';

/** Attempts before a message is given up, and the wait after each, in minutes: half a day in all. */
const waitsMinutes = [1, 2, 5, 15, 45, 120, 240, 360] as const;
const minuteMs = 60_000;

/** When a message is tried again after its `attempts`-th failure; null: it is given up. */
export function nextAttempt(attempts: number, now: Date): Date | null {
  const wait = waitsMinutes[attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait * minuteMs);
}

/** The signature of a body, so that a receiver knows it is ours and not a repeat of old. */
export function signWebhook(secret: string, body: string, at: Date): string {
  const t = String(Math.floor(at.getTime() / 1000));
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}

export interface WebhookInput {
  readonly studyKey: string;
  readonly at: Date;
  readonly opened: readonly Alert[];
  readonly closed: readonly Alert[];
}

/** What a webhook is told: alerts that were opened and closed since it was last. */
export function writeWebhook({ studyKey, at, opened, closed }: WebhookInput): string {
  return JSON.stringify({
    type: 'alerts.changed',
    study: studyKey,
    at: at.toISOString(),
    opened: opened.map(tell),
    closed: closed.map(tell),
  });
}

function tell(alert: Alert) {
  const { id, sourceId, sourceIdentifier, sourceName, checkId, name, level, message, openedAt, closedAt, closeReason } =
    alert;
  return {
    id,
    source: { id: sourceId, identifier: sourceIdentifier, name: sourceName },
    check: checkId,
    name,
    level,
    message,
    openedAt,
    closedAt,
    closeReason,
  };
}
