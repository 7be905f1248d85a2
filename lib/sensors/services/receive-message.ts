import { createHash } from 'node:crypto';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { requireSomeVerb } from './require-some-verb.ts';
import { insertMessage } from '../data/messages.sql.ts';
import type { MessageState, NetworkMessage } from '../domain/message.ts';
import { normalizeEui } from '../domain/node-id.ts';
import { quantitiesByKey } from './known-quantities.ts';
import { readMessage } from './read-message.ts';
import { makeRoom, storeSamples } from './store-samples.ts';

/** What a network is told of a message. */
export interface MessageReceipt {
  /** The network delivered it before: nothing was done. */
  readonly isRepeat: boolean;
  readonly state: MessageState;
  readonly detail: string;
  /** Observations stored. */
  readonly stored: number;
}

/**
 * Keeps a message of a network as it came and stores what its node's decoder reads in it, in one transaction. A message
 * nobody can read yet is kept all the same, so that it can be read again (managair.md 20, 2).
 * Errors: `input_invalid` (EUI), `permission_missing` (`intake.send`).
 */
export async function receiveMessage(ctx: Context, message: NetworkMessage): Promise<MessageReceipt> {
  requireSomeVerb(ctx, 'intake.send');
  const eui64 = normalizeEui(message.eui64);
  const quantities = await quantitiesByKey(ctx.db);
  const read = await readMessage(ctx, { ...message, eui64 }, quantities);
  await makeRoom(ctx, read.samples);
  const identitySha256 = createHash('sha256').update(`${message.network} ${eui64} ${message.identity}`).digest();
  return ctx.db.transaction(async () => {
    const { samples, ...told } = read;
    const { network, payload, port, dataRate, sentAt } = message;
    const kept = { network, payload, port, dataRate, sentAt, eui64, identitySha256 };
    const isNew = await insertMessage(ctx, { ...kept, ...told, id: newId(), receivedAt: ctx.now() });
    const { state, detail, sourceId } = read;
    if (!isNew || sourceId === null || samples.length === 0) return { isRepeat: !isNew, state, detail, stored: 0 };
    const ofNode = samples.map((sample) => ({ sourceId, sample }));
    const outcomes = await storeSamples(ctx, ofNode, quantities);
    return { isRepeat: false, state, detail, stored: outcomes.reduce((sum, { stored }) => sum + stored, 0) };
  });
}
