import { z } from 'zod';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { ReceivedSample } from '#lib/sensors/index.ts';
import { nodeOf } from '../place-records.ts';

/** ISO 8601 with a zone, or Unix seconds; absent: when the message came. */
const timeSchema = z.union([
  z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  z
    .number()
    .min(0)
    .max(1e11)
    .transform((seconds) => new Date(seconds * 1000)),
]);

const itemSchema = z
  .object({
    node: z.string().max(100).optional(),
    time: timeSchema.optional(),
    values: z.record(z.string(), z.number()).optional(),
  })
  .catchall(z.unknown());

/** Most samples of one message. */
const maxItems = 1000;

interface Told {
  readonly node: string | null;
  readonly quantity: string | null;
  readonly receivedAt: Date;
}

/**
 * Simple JSON: a number where the topic names node and quantity; else one object or a list of them, as
 * `{"node": …, "time": …, "values": {"co2": 620}}` or `{"co2": 620, "temperature": 21.5}`. What the topic says need not be
 * repeated. Errors: `input_invalid`.
 */
export function readValues(json: unknown, told: Told): ReceivedSample[] {
  if (typeof json === 'number') {
    if (told.quantity === null) throw refuse('A number alone needs a topic that names its {quantity}.');
    return [sampleOf({ values: { [told.quantity]: json } }, told)];
  }
  const items: readonly unknown[] = Array.isArray(json) ? json : [json];
  if (items.length > maxItems) throw refuse(`A message has ${String(maxItems)} samples at most.`);
  return items.map((item) => {
    const { node, time, values, ...flat } = parseInput(itemSchema, item);
    return sampleOf({ node, time, values: values ?? numbersOf(flat) }, told);
  });
}

interface Item {
  readonly node?: string | undefined;
  readonly time?: Date | undefined;
  readonly values: Readonly<Record<string, number>>;
}

/** Nodes count whole seconds. */
function sampleOf({ node: named, time, values }: Item, told: Told): ReceivedSample {
  const device = named ?? told.node ?? '';
  const node = nodeOf(device.replaceAll(/[:-](?=(?:[0-9a-f]{2}[:-]?)*[0-9a-f]{2}$)/gi, '')) ?? nodeOf(device);
  if (node === null) throw refuse(`"${device.slice(0, 40)}" is neither a device EUI nor the id of a node.`);
  const at = (time ?? told.receivedAt).getTime();
  return { node, sample: { observedAt: new Date(Math.floor(at / 1000) * 1000), values, quality: 'M' } };
}

function numbersOf(members: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

function refuse(detail: string): Problem {
  return new Problem('input_invalid', { detail });
}
