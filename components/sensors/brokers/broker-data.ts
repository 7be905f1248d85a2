import { z } from 'zod';
import { apiGet, apiPost, pageSchema } from '#components/ui/api-client.ts';
import {
  mqttConnectionSchema,
  mqttFormats,
  mqttMessageSchema,
  mqttMessageStates,
  type MqttConnection,
  type MqttFormat,
} from '#lib/sensors/domain/mqtt/mqtt-connection.ts';

export { mqttConnectionSchema, mqttFormats, mqttMessageStates, type MqttConnection, type MqttFormat };

export type MqttMessageState = (typeof mqttMessageStates)[number];

const pageRows = 50;
/** The page asks again so often, in milliseconds. */
export const refreshMs = 5_000;

/** Every connection of the organization. */
export async function fetchBrokers(signal: AbortSignal): Promise<MqttConnection[]> {
  return (await apiGet('mqtt-connections', pageSchema(mqttConnectionSchema), { signal })).items;
}

interface ShownMessages {
  readonly connectionId: string;
  readonly state: MqttMessageState;
}

/** A page of messages as they came. */
export function fetchMqttMessages({ connectionId, state }: ShownMessages, cursor: string | null, signal: AbortSignal) {
  const query = { state, cursor, limit: pageRows };
  return apiGet(`mqtt-connections/${connectionId}/messages`, pageSchema(mqttMessageSchema), { query, signal });
}

/** Has refused messages read again; gives the number. */
export async function readAgain(connectionId: string): Promise<number> {
  const schema = z.object({ changed: z.number() });
  return (await apiPost(`mqtt-connections/${connectionId}/messages/replay`, {}, schema)).changed;
}

/** What the form holds, as texts; topics one a line. */
export interface BrokerFormValues {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly url: string;
  readonly format: MqttFormat;
  readonly topics: string;
  /** Of SensorThings: new observations are told below it; empty: nothing is told. */
  readonly publishesUnder: string;
  readonly caCertificate: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Name, password and certificate are taken away. */
  readonly forgetsSecrets: boolean;
}

export const brokerSecrets = ['username', 'password', 'clientCertificate', 'clientKey'] as const;

/** Where each network and our own formats publish, topics one a line; people change it. */
export const usualTopics: Readonly<Record<MqttFormat, string>> = {
  ttn: 'v3/+/devices/+/up',
  chirpstack: 'application/+/device/+/event/up',
  values: 'cairn/{node}/{quantity}',
  senml: 'cairn/{node}/senml',
  sensorthings: 'v1.1/Observations\nv1.1/+/Observations',
};

/** The form of a connection, or an empty one. */
export function toFormValues(connection: MqttConnection | null): BrokerFormValues {
  const { url, format, topics, caCertificate, publishesUnder } = connection?.settings ?? {
    url: '',
    format: 'ttn',
    topics: [usualTopics.ttn],
    caCertificate: null,
    publishesUnder: null,
  };
  const { name = '', isEnabled = true } = connection ?? {};
  const texts = { topics: topics.join('\n'), caCertificate: caCertificate ?? '', publishesUnder: publishesUnder ?? '' };
  return { name, isEnabled, url, format, ...texts, secrets: {}, forgetsSecrets: false };
}

/** The body of the request that saves a form. Secrets that are empty stay as they are. */
export function toDraft(values: BrokerFormValues): object {
  const { name, isEnabled, url, format, topics, caCertificate, publishesUnder, secrets, forgetsSecrets } = values;
  const given = Object.fromEntries(
    brokerSecrets.flatMap((key) => (secrets[key] ? [[key, secrets[key]]] : [])),
  ) as object;
  const isTold = forgetsSecrets || Object.keys(given).length > 0;
  const lines = topics
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const settings = {
    url: url.trim(),
    format,
    topics: lines,
    caCertificate: caCertificate.trim() || null,
    publishesUnder: format === 'sensorthings' ? publishesUnder.trim() || null : null,
  };
  return { name, isEnabled, settings, ...(isTold ? { secrets: given } : {}) };
}
