import { openText } from '#lib/platform/crypto/seal.ts';
import { postText } from '#lib/platform/outgoing/post-text.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { dayMs } from '#lib/platform/time/zone.ts';
import { deleteOldMessages, settleMessage, takeDueMessages, type DueMessage } from '../../data/alerts/messages.sql.ts';
import { findAlertSettings } from '../../data/alerts/settings.sql.ts';
import { nextAttempt, signatureHeader, signWebhook } from '../../domain/alerts/webhook.ts';

/** Name of the queue's job that sends what waits. */
export const deliverJobName = 'alerts.deliver';

type DeliveryRuntime = Pick<Runtime, 'db' | 'mail' | 'log' | 'config'>;

const messagesAtATime = 20;
/** A message taken by a worker that was killed is taken again after this. */
const leaseMs = 5 * 60_000;
/** What was sent or given up is shown for this long. */
const keptDays = 90;

export interface Delivery {
  readonly sent: number;
  readonly failed: number;
}

/**
 * Sends the messages that are due, of every organization; one that fails is tried again later, with growing waits, and
 * given up after half a day. Any number of workers may do so side by side. Run by the clock, and when there is news.
 */
export async function deliverMessages(runtime: DeliveryRuntime, now: () => Date = () => new Date()): Promise<Delivery> {
  const total = { sent: 0, failed: 0 };
  for (;;) {
    const at = now();
    const until = new Date(at.getTime() + leaseMs);
    const due = await takeDueMessages(runtime.db, { at, until, limit: messagesAtATime });
    if (due.length === 0) break;
    for (const message of due) total[await deliver(runtime, message, now)] += 1;
  }
  await deleteOldMessages(runtime.db, new Date(now().getTime() - keptDays * dayMs));
  return total;
}

async function deliver(runtime: DeliveryRuntime, message: DueMessage, now: () => Date): Promise<keyof Delivery> {
  try {
    await (message.channel === 'mail' ? sendMail(runtime, message) : callWebhook(runtime, message, now()));
    await settleMessage(runtime.db, message, { sentAt: now() });
    return 'sent';
  } catch (error) {
    const next = nextAttempt(message.attempts, now());
    runtime.log.warn(
      { err: error, messageId: message.id, isGivenUp: next === null },
      'a message about alerts was not sent',
    );
    await settleMessage(runtime.db, message, { error: (error as Error).message.slice(0, 500), next });
    return 'failed';
  }
}

async function sendMail({ mail }: DeliveryRuntime, { recipient, subject, body }: DueMessage): Promise<void> {
  if (!mail.canSend) throw new Error('No mail server is set up (SMTP_URL).');
  await mail.send({ to: recipient, subject, text: body });
}

async function callWebhook({ db, config }: DeliveryRuntime, message: DueMessage, at: Date): Promise<void> {
  const row = await findAlertSettings(db, message);
  const url = row?.settings.webhookUrl;
  if (!row || !url) throw new Error('The webhook was taken away.');
  const secret = row.webhookSecretSealed === null ? null : openText(config.secret, row.webhookSecretSealed);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Cairn',
    'x-cairn-delivery': message.id,
    ...(secret === null ? {} : { [signatureHeader]: signWebhook(secret, message.body, at) }),
  };
  const { status } = await postText({ url, headers, body: message.body }, { allowedHosts: config.internalHosts });
  if (status < 200 || status > 299) throw new Error(`The webhook answered with status ${String(status)}.`);
}
