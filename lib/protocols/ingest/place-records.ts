import { type ReceivedSample, resolvePack } from '#lib/sensors/index.ts';

/** Quantities by the last part of a SenML name; names of our own are taken as they are. */
const quantities: Readonly<Record<string, string>> = { temp: 'temperature', rh: 'humidity', hum: 'humidity' };

/** `…<EUI or id>:<quantity>` or `…/<quantity>`; the URN schemes of RFC 9039 may stand before. */
const nameShape = /(?:^|[:/])([0-9a-f]{16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[:/.]([A-Za-z0-9_]+)$/i;
const deviceShape = /^(?:[0-9a-f]{16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const lastWord = /(?:^|[:/.])([A-Za-z0-9_]+)$/;

/** A record and the node and quantity it is of; or why it cannot be placed. */
export type PlacedRecord =
  { readonly received: ReceivedSample } | { readonly received: null; readonly message: string };

/** The node of an EUI or id as people write it; null: it is neither. */
export function nodeOf(device: string): ReceivedSample['node'] | null {
  if (!deviceShape.test(device)) return null;
  return device.length === 16 ? { eui64: device.toUpperCase() } : { id: device.toLowerCase() };
}

interface Placing {
  readonly now: Date;
  /** Whose records are that name no device; null: nobody's. */
  readonly node: ReceivedSample['node'] | null;
}

/** Says of each record of a SenML pack (RFC 8428) which node and quantity it is of. Errors: `input_invalid`. */
export function placeRecords(pack: unknown, { now, node: ownNode }: Placing): PlacedRecord[] {
  return resolvePack(pack, now).map(({ name, at, unit, value }): PlacedRecord => {
    const [, device = '', named = ''] = nameShape.exec(name) ?? [];
    const node = device === '' ? ownNode : nodeOf(device);
    if (node === null) return { received: null, message: 'The name does not end in a device and a quantity.' };
    if (value === null) return { received: null, message: 'The record has no number.' };
    const word = named === '' ? (lastWord.exec(name)?.[1] ?? name) : named;
    const quantity = quantities[word] ?? word;
    const observedAt = new Date(Math.floor(at.getTime() / 1000) * 1000);
    const sample = { observedAt, values: { [quantity]: value }, quality: 'M' } as const;
    return { received: { node, sample, ...(unit === null ? {} : { units: { [quantity]: unit } }) } };
  });
}
