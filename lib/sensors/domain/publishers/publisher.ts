import { z } from 'zod';
import { brokerUrlSchema } from '../mqtt/mqtt-connection.ts';

/** Where public samples may go (managair.md, 12 and 20, 8). */
export const publisherKinds = ['webhook', 'stadtpuls', 'mqtt'] as const;
export type PublisherKind = (typeof publisherKinds)[number];

const addressSchema = z.url({ protocol: /^https?$/ }).max(2000);
const secretSchema = z.string().min(1).max(2000);

/** Addresses of a webhook: one that takes CloudEvents. */
export const webhookSettingsSchema = z.strictObject({ url: addressSchema });

/** Addresses of the Stadtpuls flow: sign-in, sensors, and the root of the records. */
export const stadtpulsSettingsSchema = z.strictObject({
  loginUrl: addressSchema,
  sensorsUrl: addressSchema,
  recordsUrl: addressSchema,
});

/** Key of the signatures. */
export const webhookSecretsSchema = z.strictObject({ signingKey: secretSchema });

/** Who we are at Stadtpuls. */
export const stadtpulsSecretsSchema = z.strictObject({
  apiKey: secretSchema,
  email: z.email(),
  password: secretSchema,
  recordsToken: secretSchema,
});

/** What in a topic stands for the id of the installation. */
const installationPlace = '{installation}';

/** A broker, and the topic that each installation has there. */
export const brokerSettingsSchema = z.strictObject({
  url: brokerUrlSchema,
  topic: z
    .string()
    .trim()
    .max(500)
    .regex(/^[^+#\p{Cc}]+$/u, 'A topic to publish on has no + and no #.')
    .refine((topic) => topic.includes(installationPlace), 'The topic has {installation} in it.'),
});

export const brokerSecretsSchema = z.strictObject({
  username: secretSchema.optional(),
  password: secretSchema.optional(),
});

/** The topic of one installation. */
export function installationTopic(topic: string, installationId: string): string {
  return topic.replaceAll(installationPlace, installationId);
}

/** Keys of quantities, each once, in the order that the publisher gets them. */
const fieldsSchema = z
  .array(z.string().trim().min(1).max(100))
  .min(1, 'Choose at least one quantity.')
  .max(20)
  .refine((fields) => new Set(fields).size === fields.length, 'Name each quantity once.');

const draftShape = {
  name: z.string().trim().min(1, 'Give it a name.').max(200),
  fields: fieldsSchema,
  isEnabled: z.boolean().default(true),
};

/** What a person decides about a publisher; secrets left out stay as they are. */
export const publisherDraftSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...draftShape,
    kind: z.literal('webhook'),
    settings: webhookSettingsSchema,
    secrets: webhookSecretsSchema.optional(),
  }),
  z.strictObject({
    ...draftShape,
    kind: z.literal('stadtpuls'),
    settings: stadtpulsSettingsSchema,
    secrets: stadtpulsSecretsSchema.optional(),
  }),
  z.strictObject({
    ...draftShape,
    kind: z.literal('mqtt'),
    settings: brokerSettingsSchema,
    secrets: brokerSecretsSchema.optional(),
  }),
]);
export type PublisherDraft = z.infer<typeof publisherDraftSchema>;

/** The addresses among settings, by member. */
export function addressesOf({ settings }: PublisherDraft): [member: string, url: string][] {
  return Object.entries(settings).filter(([member]) => member !== 'topic');
}

/** A publisher as people see it: its secrets are never told. Instants are UTC. */
export const publisherSchema = z.object({
  id: z.guid(),
  name: z.string(),
  kind: z.enum(publisherKinds),
  fields: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
  isEnabled: z.boolean(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  /** Publications on their way, and given up. */
  waiting: z.coerce.number(),
  failed: z.coerce.number(),
});
export type Publisher = z.infer<typeof publisherSchema>;

export const publicationStates = ['waiting', 'sent', 'withdrawn', 'failed'] as const;

/** Something on its way to a publisher, or given up. */
export const publicationSchema = z.object({
  id: z.guid(),
  kind: z.enum(['sample', 'withdrawal']),
  sourceId: z.guid(),
  installationId: z.guid(),
  observedAt: z.coerce.date(),
  values: z.record(z.string(), z.number()),
  state: z.enum(publicationStates),
  attempts: z.number(),
  nextAttemptAt: z.coerce.date(),
  createdAt: z.coerce.date(),
  lastError: z.string().nullable(),
});
export type Publication = z.infer<typeof publicationSchema>;
