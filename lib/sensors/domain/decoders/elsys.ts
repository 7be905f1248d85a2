import { before, contentFlaw, type Decoded, type Decoder, formatFlaw, type Uplink } from './decoder.ts';
import { elsysTypes } from './elsys-values.ts';

/** Seconds between samples by their number: the node was set up with one of these (managair.md 13.3). */
const intervalsS: Readonly<Record<number, number>> = { 1: 0, 2: 326, 3: 356, 4: 593, 5: 948 };
/** What comes once for each sample; everything else is told once in a message. */
const sampled: ReadonlySet<string> = new Set(['co2', 'temperature', 'humidity']);

type Values = Record<string, number>;

/**
 * Elsys ERS (managair.md 13.3): a list of type bytes with their values, newest sample first; a type that is there
 * already begins the next sample. Unlike the replaced handler it keeps what else the node tells (battery, light …), and
 * what stands before a type it does not know.
 */
export const elsys: Decoder = { protocol: 'ELSYSERS', version: 2, decode };

function decode({ payload, receivedAt }: Uplink): Decoded {
  if (payload.length === 0) return formatFlaw('The message is empty.');
  const parsed = parse(payload);
  if ('flaw' in parsed) return parsed;
  const { groups, unread } = parsed;
  const intervalS = intervalsS[groups.length];
  if (intervalS === undefined) {
    return contentFlaw(
      `${String(groups.length)} samples in a message: their distance in time is known for up to five.`,
    );
  }
  if (groups.length > 1 && groups.some((group) => !('co2' in group))) {
    return contentFlaw('Every sample of a message with several has a CO₂ value; one has none.');
  }
  const samples = groups
    .map((values, index) => ({ observedAt: before(receivedAt, index, intervalS), values }))
    .filter(({ values }) => Object.keys(values).length > 0)
    .reverse();
  return samples.length === 0 ? formatFlaw(`Nothing in the message is known: ${unread}.`) : { samples, unread };
}

function parse(payload: Uint8Array): { groups: Values[]; unread: string } | { flaw: NonNullable<Decoded['flaw']> } {
  const data = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const newest: Values = {};
  const groups = [newest];
  let offset = 0;
  while (offset < payload.length) {
    const typeByte = data.getUint8(offset);
    if (typeByte >> 6 !== 0) return flaw('format', `Type byte ${hex(typeByte)} has a time offset, which is not used.`);
    const type = elsysTypes.get(typeByte);
    if (type === undefined) break;
    if (offset + 1 + type.bytes > payload.length) {
      return flaw('format', `The message ends within the value of type ${hex(typeByte)}.`);
    }
    const values = type.read(new DataView(data.buffer, data.byteOffset + offset + 1, type.bytes));
    const wrong = findImpossible(values);
    if (wrong !== null) return flaw('content', wrong);
    place(groups, values);
    offset += 1 + type.bytes;
  }
  return { groups, unread: Buffer.from(payload.subarray(offset)).toString('hex') };
}

function place(groups: Values[], values: Values | Readonly<Values>): void {
  const [newest = {}] = groups;
  const oldest = groups.at(-1) ?? newest;
  const keys = Object.keys(values);
  if (!keys.some((key) => sampled.has(key))) Object.assign(newest, values);
  else if (keys.some((key) => key in oldest)) groups.push({ ...values });
  else Object.assign(oldest, values);
}

function findImpossible({ co2, humidity, temperature }: Readonly<Values>): string | null {
  if (co2 !== undefined && co2 > 10_000) return `CO₂ of ${String(co2)} ppm is beyond what the sensor measures.`;
  if (humidity !== undefined && humidity > 100) return `A humidity of ${String(humidity)} % cannot be.`;
  if (temperature !== undefined && Math.abs(temperature) > 3276.5)
    return 'The temperature is the sensor’s error value.';
  return null;
}

function flaw(kind: 'format' | 'content', message: string): { flaw: NonNullable<Decoded['flaw']> } {
  return { flaw: { kind, message } };
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
