import { z } from 'zod';
import { findTemplateFlaw } from './topic-template.ts';

/**
 * In which words messages come: of The Things Stack v3, of ChirpStack v4, our own simple JSON, SenML in JSON or CBOR, or
 * observations of SensorThings, which are told there too.
 */
export const mqttFormats = ['ttn', 'chirpstack', 'values', 'senml', 'sensorthings'] as const;
export type MqttFormat = (typeof mqttFormats)[number];

/** Most topics of one connection. */
const maxTopics = 20;

const pemSchema = z
  .string()
  .max(50_000)
  .regex(/^-----BEGIN [A-Z0-9 ]+-----/, 'Paste it as PEM: it begins with -----BEGIN.');

/** Address of a broker: no name or password in it, which would be shown and logged. */
export const brokerUrlSchema = z
  .url({ protocol: /^mqtts?$/, error: 'Write mqtt://host:port, or mqtts:// for a secured line.' })
  .max(500)
  .refine((text) => !/^mqtts?:\/\/[^/]*@/.test(text), 'Name and password have fields of their own.');

const topicSchema = z.string().superRefine((template, check) => {
  const message = findTemplateFlaw(template);
  if (message !== null) check.addIssue({ code: 'custom', message });
});

/** Beginning of topics that we publish on. */
const prefixSchema = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^/+#$\p{Cc}][^+#\p{Cc}]*$/u, 'A topic to publish under has no + and no #, and does not begin with / or $.')
  .regex(/[^/]$/, 'It does not end with /.');

export const mqttSettingsSchema = z
  .strictObject({
    url: brokerUrlSchema,
    format: z.enum(mqttFormats),
    topics: z.array(topicSchema).min(1, 'Name a topic.').max(maxTopics),
    /** Who vouches for the broker (PEM); null: whom the server's machine trusts. */
    caCertificate: pemSchema.nullable().default(null),
    /** New observations are told below this topic, usually `v1.1`; null: nothing is told. Of SensorThings alone. */
    publishesUnder: prefixSchema.nullable().default(null),
  })
  .refine(({ format, publishesUnder }) => publishesUnder === null || format === 'sensorthings', {
    path: ['publishesUnder'],
    message: 'Observations are told in the words of SensorThings alone.',
  });
export type MqttSettings = z.infer<typeof mqttSettingsSchema>;

/** How we show who we are; what is absent is not used. */
export const mqttSecretsSchema = z.strictObject({
  username: z.string().min(1).max(500).optional(),
  password: z.string().min(1).max(2000).optional(),
  clientCertificate: pemSchema.optional(),
  clientKey: pemSchema.optional(),
});
export type MqttSecrets = z.infer<typeof mqttSecretsSchema>;

/** What a person decides about a connection; secrets that are left out stay as they are. */
export const mqttConnectionDraftSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(200),
  isEnabled: z.boolean().default(true),
  settings: mqttSettingsSchema,
  secrets: mqttSecretsSchema.optional(),
});
export type MqttConnectionDraft = z.infer<typeof mqttConnectionDraftSchema>;

/** Nobody runs it yet, it is being opened, it is open, or it failed and is tried again. */
export const mqttStates = ['waiting', 'connected', 'failing'] as const;
export type MqttState = (typeof mqttStates)[number];

/** A connection as people see it: its secrets are never told. Instants are UTC. */
export const mqttConnectionSchema = z.object({
  id: z.guid(),
  name: z.string(),
  isEnabled: z.boolean(),
  settings: mqttSettingsSchema,
  /** Which secrets are set. */
  secretsSet: z.array(z.string()),
  state: z.enum(mqttStates),
  /** Since when. */
  stateAt: z.coerce.date().nullable(),
  lastError: z.string().nullable(),
  lastMessageAt: z.coerce.date().nullable(),
  /** Messages that are kept now: still to be read, taken, and refused. */
  waiting: z.coerce.number(),
  taken: z.coerce.number(),
  refused: z.coerce.number(),
  updatedAt: z.coerce.date(),
});
export type MqttConnection = z.infer<typeof mqttConnectionSchema>;

export const mqttMessageStates = ['waiting', 'taken', 'refused'] as const;

/** A message as it came, and what became of it. */
export const mqttMessageSchema = z.object({
  id: z.guid(),
  topic: z.string(),
  /** The beginning of the payload: as text, or hexadecimal when it is none. */
  payload: z.string(),
  sizeBytes: z.number(),
  receivedAt: z.coerce.date(),
  state: z.enum(mqttMessageStates),
  detail: z.string(),
});
export type MqttMessageView = z.infer<typeof mqttMessageSchema>;

/** The wait before a line is opened again after so many failures in a row, ms: a second at first, five minutes at most. */
export function mqttBackOffMs(failures: number): number {
  return Math.min(1000 * 2 ** Math.max(0, failures - 1), 300_000);
}
