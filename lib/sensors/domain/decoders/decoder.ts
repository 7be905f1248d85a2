/** A message of a node as the network delivered it. */
export interface Uplink {
  readonly payload: Uint8Array;
  /** LoRaWAN FPort. */
  readonly port: number;
  /** When the network server received it, not when it was handed on. */
  readonly receivedAt: Date;
  /** Null: the network did not say. */
  readonly dataRate: DataRate | null;
}

/** LoRa modulation of a message. */
export interface DataRate {
  /** 7 to 12. */
  readonly spreadingFactor: number;
  readonly bandwidthHz: number;
}

/** Values that belong to one instant. */
export interface DecodedSample {
  readonly observedAt: Date;
  /** By key of the quantity. */
  readonly values: Readonly<Record<string, number>>;
}

/** Why nothing can be read: `format`, its shape is not that of the protocol; `content`, it says what cannot be. */
export interface PayloadFlaw {
  readonly kind: 'format' | 'content';
  readonly message: string;
}

/** What a decoder made of a message: samples, oldest first, and the bytes at its end it has no meaning for (hex). */
export type Decoded =
  | { readonly samples: readonly DecodedSample[]; readonly unread: string; readonly flaw?: undefined }
  | { readonly flaw: PayloadFlaw };

/** One version of the reading of one protocol. A change of meaning is a new version, so that replays are told apart. */
export interface Decoder {
  /** Name of the protocol, as in the node's id. */
  readonly protocol: string;
  readonly version: number;
  readonly decode: (uplink: Uplink) => Decoded;
}

export function formatFlaw(message: string): Decoded {
  return { flaw: { kind: 'format', message } };
}

export function contentFlaw(message: string): Decoded {
  return { flaw: { kind: 'content', message } };
}

/** The instant `steps` intervals before a message was received. */
export function before(receivedAt: Date, steps: number, intervalS: number): Date {
  return new Date(receivedAt.getTime() - steps * intervalS * 1000);
}
