import { Problem } from '#lib/platform/problems/problem.ts';
import {
  matchTopic,
  type MqttReading,
  type MqttSettings,
  type ThingSpeaker,
  type WaitingMqttMessage,
} from '#lib/sensors/index.ts';
import { readChirpstackUplink } from '../chirpstack.ts';
import { nodeOf, placeRecords } from '../place-records.ts';
import { readSenmlCbor } from '../senml-cbor.ts';
import { readTtnUplink } from '../ttn.ts';
import { readValues } from './read-values.ts';

/** Reads a message in the words of its connection. Errors: `input_invalid`, `not_found` (a topic that names nothing). */
export function readMqttMessage(
  { format, topics }: MqttSettings,
  message: WaitingMqttMessage,
  speaker: Pick<ThingSpeaker, 'read'>,
): MqttReading {
  const { topic, payload, receivedAt } = message;
  const words = topics.map((template) => matchTopic(template, topic)).find((match) => match !== null);
  const { node, quantity } = words ?? { node: null, quantity: null };
  switch (format) {
    case 'ttn':
      return { uplink: readTtnUplink(readJson(payload), receivedAt) };
    case 'chirpstack':
      return { uplink: isUplink(topic) ? readChirpstackUplink(readJson(payload), receivedAt) : null };
    case 'values':
      return { samples: readValues(readJson(payload), { node, quantity, receivedAt }), flaws: [] };
    case 'sensorthings':
      return { thing: speaker.read(topic, payload) };
    case 'senml': {
      const pack = isJson(payload) ? readJson(payload) : readSenmlCbor(payload);
      const records = placeRecords(pack, { now: receivedAt, node: node === null ? null : nodeOf(node) });
      return {
        samples: records.flatMap(({ received }) => received ?? []),
        flaws: records.flatMap((record) => (record.received === null ? [record.message] : [])),
      };
    }
  }
}

/** ChirpStack puts the sort of an event at the end: joins, states and acknowledgements are no data. */
function isUplink(topic: string): boolean {
  const [, sort] = /\/event\/([a-z]+)$/.exec(topic) ?? [];
  return sort === undefined || sort === 'up';
}

/** A pack in JSON begins with a bracket; in CBOR no list begins with that byte. */
function isJson(payload: Buffer): boolean {
  return /^\s*\[/.test(payload.subarray(0, 20).toString('latin1'));
}

function readJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch (error) {
    throw new Problem('input_invalid', { detail: 'The message is no JSON.', cause: error });
  }
}
