import { createHash } from 'node:crypto';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { requireSomeVerb } from './require-some-verb.ts';
import { insertMessages } from '../data/messages.sql.ts';
import type { MessageState, NetworkMessage } from '../domain/message.ts';
import { normalizeEui } from '../domain/node-id.ts';
import { quantitiesByKey } from './known-quantities.ts';
import { readMessages } from './read-message.ts';
import { isInTransaction, SharedIntake } from './shared-intake.ts';
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

/** What became of one message of several; a problem is its own. */
export type MessageOutcome = MessageReceipt | { readonly problem: Problem };

const shared = new SharedIntake({ store: storeMessages, weightOf: () => 1, noun: 'messages of networks' });

/**
 * Keeps a message of a network as it came and stores what its node's decoder reads in it, together; messages that come at the
 * same time share a commit. A message nobody can read yet is kept all the same, so that it can be read again (managair.md
 * 20, 2). Errors: `input_invalid` (EUI), `permission_missing` (`intake.send`), `intake_busy`.
 */
export async function receiveMessage(ctx: Context, message: NetworkMessage): Promise<MessageReceipt> {
  requireSomeVerb(ctx, 'intake.send');
  const sound = { ...message, eui64: normalizeEui(message.eui64) };
  if (!isInTransaction(ctx)) return shared.add(ctx, sound);
  const [receipt] = await storeMessages(ctx, [sound]);
  if (!receipt) throw new TypeError('each message has its receipt');
  return receipt;
}

/**
 * The same with many messages, in one transaction: what became of each, in their order. One without a device EUI costs no
 * other. Errors: `permission_missing` (`intake.send`).
 */
export async function receiveMessages(ctx: Context, messages: readonly NetworkMessage[]): Promise<MessageOutcome[]> {
  requireSomeVerb(ctx, 'intake.send');
  const named = messages.map(nameNode);
  const receipts = await storeMessages(
    ctx,
    named.flatMap((message) => ('problem' in message ? [] : [message])),
  );
  return named.map((message) => {
    if ('problem' in message) return message;
    const receipt = receipts.shift();
    if (!receipt) throw new TypeError('each message has its receipt');
    return receipt;
  });
}

function nameNode(message: NetworkMessage): NetworkMessage | { readonly problem: Problem } {
  try {
    return { ...message, eui64: normalizeEui(message.eui64) };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

/** Messages whose EUIs are sound. One that comes twice counts once. */
async function storeMessages(ctx: Context, messages: readonly NetworkMessage[]): Promise<MessageReceipt[]> {
  if (messages.length === 0) return [];
  const quantities = await quantitiesByKey(ctx.db);
  const read = await readMessages(ctx, messages, quantities);
  await makeRoom(
    ctx,
    read.flatMap(({ samples }) => samples),
  );
  const receivedAt = ctx.now();
  const kept = messages.map(({ identity, ...message }, index) => {
    const { sourceId = null, state = 'flawed', detail = '', decoderVersion = null, unread = '' } = read[index] ?? {};
    const identitySha256 = createHash('sha256').update(`${message.network} ${message.eui64} ${identity}`).digest();
    return { ...message, id: newId(), identitySha256, receivedAt, sourceId, state, detail, decoderVersion, unread };
  });
  return ctx.db.transaction(async () => {
    const added = await insertMessages(ctx, kept);
    const ofNodes = read.flatMap(({ sourceId, samples }, index) => {
      const isNew = added.has(kept[index]?.id ?? '');
      return isNew && sourceId !== null ? samples.map((sample) => ({ index, sourceId, sample })) : [];
    });
    const outcomes = ofNodes.length === 0 ? [] : await storeSamples(ctx, ofNodes, quantities);
    const stored = messages.map(() => 0);
    for (const [at, { index }] of ofNodes.entries()) stored[index] = (stored[index] ?? 0) + (outcomes[at]?.stored ?? 0);
    return kept.map(({ id, state, detail }, index) => ({
      isRepeat: !added.has(id),
      state,
      detail,
      stored: stored[index] ?? 0,
    }));
  });
}
