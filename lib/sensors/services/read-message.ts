import type { Context } from '#lib/platform/context.ts';
import { selectNamedNodes } from '../data/nodes.sql.ts';
import type { DecodedSample } from '../domain/decoders/decoder.ts';
import { findDecoder } from '../domain/decoders/find-decoder.ts';
import type { MessageState, NetworkMessage } from '../domain/message.ts';
import type { SensorNode } from '../domain/node.ts';
import { findSampleFlaw, type Sample } from '../domain/sample.ts';
import type { QuantityRow } from '../data/quantities.sql.ts';

type Readable = Pick<NetworkMessage, 'eui64' | 'payload' | 'port' | 'dataRate' | 'sentAt'>;

/** What a message says to whom, as far as it can be read. */
export interface ReadMessage {
  readonly sourceId: string | null;
  readonly state: MessageState;
  readonly detail: string;
  readonly decoderVersion: number | null;
  readonly unread: string;
  readonly samples: readonly Sample[];
}

/**
 * Reads messages, in their order, with the decoders of their nodes' protocols; samples that cannot be true are left out and
 * named. EUIs are as {@link normalizeEui} writes them. One statement.
 */
export async function readMessages(
  ctx: Context,
  messages: readonly Readable[],
  quantities: ReadonlyMap<string, QuantityRow>,
): Promise<ReadMessage[]> {
  const euis = [...new Set(messages.map(({ eui64 }) => eui64))];
  const nodes = await selectNamedNodes(ctx, 'intake.send', { ids: [], euis });
  const byEui = new Map(nodes.map((node) => [node.eui64, node]));
  return messages.map((message) => readFor(byEui.get(message.eui64) ?? null, message, { quantities, now: ctx.now() }));
}

interface Reading {
  readonly quantities: ReadonlyMap<string, QuantityRow>;
  readonly now: Date;
}

function readFor(node: SensorNode | null, message: Readable, { quantities, now }: Reading): ReadMessage {
  const nothing = { sourceId: node?.id ?? null, decoderVersion: null, unread: '', samples: [] };
  if (!node) return { ...nothing, state: 'unknown_node', detail: 'No node of the organization has this EUI.' };
  const decoder = findDecoder(node.protocol);
  if (!decoder) {
    return {
      ...nothing,
      state: 'no_decoder',
      detail: `No decoder reads ${node.protocol ?? 'a node without a protocol'}.`,
    };
  }
  const decoded = decoder.decode({ ...message, receivedAt: message.sentAt });
  const read = { ...nothing, decoderVersion: decoder.version };
  if (decoded.flaw) return { ...read, state: 'flawed', detail: decoded.flaw.message };
  const samples = decoded.samples.map(asSample);
  const flaws = samples.map((sample) => findSampleFlaw(sample, quantities, now));
  const detail = flaws.flatMap((flaw) => (flaw ? [flaw.message] : [])).join(' ');
  const sound = samples.filter((_, index) => flaws[index] === null);
  return { ...read, unread: decoded.unread, state: detail === '' ? 'decoded' : 'flawed', detail, samples: sound };
}

/** Nodes count whole seconds. */
function asSample({ observedAt, values }: DecodedSample): Sample {
  return { observedAt: new Date(Math.floor(observedAt.getTime() / 1000) * 1000), values, quality: 'M' };
}
