import { z } from 'zod';
import type { DataRate } from './decoders/decoder.ts';

/**
 * What became of a message: its samples are stored; its bytes cannot be read; no node has its EUI; or its node's protocol
 * has no decoder.
 */
export const messageStates = ['decoded', 'flawed', 'unknown_node', 'no_decoder'] as const;
export type MessageState = (typeof messageStates)[number];

/** Networks whose words we know. */
export type Network = 'ttn' | 'chirpstack';

/** A message as a network's door hands it on. */
export interface NetworkMessage {
  readonly network: Network;
  /** Device EUI, as the network writes it. */
  readonly eui64: string;
  /** What makes it one message for its network: delivered twice, it is the same. */
  readonly identity: string;
  readonly payload: Uint8Array;
  readonly port: number;
  readonly dataRate: DataRate | null;
  /** When the network server received it. */
  readonly sentAt: Date;
}

/** A message as it is stored. */
export interface NewMessage extends Omit<NetworkMessage, 'identity'> {
  readonly id: string;
  readonly identitySha256: Buffer;
  readonly receivedAt: Date;
  readonly sourceId: string | null;
  readonly state: MessageState;
  readonly detail: string;
  readonly decoderVersion: number | null;
  readonly unread: string;
}

/** A stored message. `payload` and `unread` are hexadecimal, instants UTC. */
export const messageSchema = z.object({
  id: z.guid(),
  sourceId: z.guid().nullable(),
  eui64: z.string(),
  network: z.string(),
  payload: z.string(),
  port: z.number(),
  spreadingFactor: z.number().nullable(),
  bandwidthHz: z.number().nullable(),
  sentAt: z.coerce.date(),
  receivedAt: z.coerce.date(),
  state: z.enum(messageStates),
  detail: z.string(),
  decoderVersion: z.number().nullable(),
  unread: z.string(),
});
export type SensorMessage = z.infer<typeof messageSchema>;
