import type { Runtime } from '#lib/platform/runtime.ts';
import { dayMs } from '#lib/platform/time/zone.ts';
import {
  deleteOldPublications,
  selectDuePublishers,
  settlePublication,
  takeDuePublication,
  writeWithdrawals,
  type DuePublication,
  type PublisherKey,
} from '../../data/publishers/outbox.sql.ts';
import { findSealedPublisher } from '../../data/publishers/publishers.sql.ts';
import { nextPublication } from '../../domain/publishers/back-off.ts';
import { publisherKinds } from '../../domain/publishers/publisher.ts';
import { sendToBroker } from './send-to-broker.ts';
import { sendToStadtpuls } from './send-to-stadtpuls.ts';
import { sendToWebhook } from './send-to-webhook.ts';
import type { PublishRuntime, Sending } from './sending.ts';

/** What a killed worker took is taken again after this. */
const leaseMs = 5 * 60_000;
/** After so many failures one after the other a publisher is left alone until the next run. */
const maxFailuresInARow = 3;
/** Publishers that are served side by side: one that answers slowly keeps nobody else waiting. */
const publishersAtATime = 8;
/** What arrived is kept for this long, so that one can see that it did. */
const keptDays = 7;

const senders: Readonly<
  Record<(typeof publisherKinds)[number], (runtime: PublishRuntime, sending: Sending) => Promise<void>>
> = { webhook: sendToWebhook, stadtpuls: sendToStadtpuls, mqtt: sendToBroker };

type DeliveryRuntime = PublishRuntime & Pick<Runtime, 'log'>;

export interface PublishReport {
  readonly sent: number;
  readonly failed: number;
}

/**
 * Sends what is due at publishers, of every organization (man-28; managair.md, 12 and 20, 8); one that fails is tried again
 * later, with growing waits, and given up after a day. What became private meanwhile does not leave. Any number of workers
 * may do so side by side. Run by the clock.
 */
export async function deliverPublications(
  runtime: DeliveryRuntime,
  now: () => Date = () => new Date(),
): Promise<PublishReport> {
  await writeWithdrawals(runtime.db, now());
  const waiting = await selectDuePublishers(runtime.db, now());
  const reports: PublishReport[] = [];
  const serve = async (): Promise<void> => {
    for (let key = waiting.shift(); key; key = waiting.shift()) reports.push(await servePublisher(runtime, key, now));
  };
  await Promise.all(Array.from({ length: publishersAtATime }, serve));
  await deleteOldPublications(runtime.db, new Date(now().getTime() - keptDays * dayMs));
  const sum = (which: keyof PublishReport) => reports.reduce((total, report) => total + report[which], 0);
  return { sent: sum('sent'), failed: sum('failed') };
}

/** Sends one publisher everything that is due, oldest first. */
async function servePublisher(runtime: DeliveryRuntime, key: PublisherKey, now: () => Date): Promise<PublishReport> {
  const total = { sent: 0, failed: 0 };
  let failuresInARow = 0;
  while (failuresInARow < maxFailuresInARow) {
    const at = now();
    const publication = await takeDuePublication(runtime.db, key, { at, until: new Date(at.getTime() + leaseMs) });
    if (!publication) break;
    const outcome = await deliver(runtime, publication, now);
    total[outcome] += 1;
    failuresInARow = outcome === 'failed' ? failuresInARow + 1 : 0;
  }
  return total;
}

async function deliver(
  runtime: DeliveryRuntime,
  publication: DuePublication,
  now: () => Date,
): Promise<keyof PublishReport> {
  try {
    const publisher = await findSealedPublisher(runtime.db, publication);
    if (!publisher) throw new Error('The publisher was removed.');
    await senders[publisher.kind](runtime, { publication, publisher, at: now() });
    await settlePublication(runtime.db, publication, { sentAt: now() });
    return 'sent';
  } catch (error) {
    const next = nextPublication(publication.attempts, now());
    const { id: publicationId, publisherId } = publication;
    runtime.log.warn(
      { err: error, publicationId, publisherId, isGivenUp: next === null },
      'a publication was not sent',
    );
    await settlePublication(runtime.db, publication, { error: (error as Error).message.slice(0, 500), next });
    return 'failed';
  }
}
