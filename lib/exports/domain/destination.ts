import { z } from 'zod';
import { isDepotPath } from '#lib/platform/depots/depot-path.ts';

/** What sort of place a destination is. */
export const destinationKinds = ['folder', 's3', 'sftp', 'mail', 'plugin'] as const;
export type DestinationKind = (typeof destinationKinds)[number];

const text = (max: number) => z.string().trim().min(1, 'Fill this in.').max(max);

/** A folder below the destination's root without slashes at its ends; empty: the root. */
const folderSchema = z
  .string()
  .trim()
  .max(500)
  .overwrite((path) => path.replace(/^\/+|\/+$/g, ''))
  .refine((path) => path === '' || isDepotPath(path), 'Give folders with / between them, without . or ..');

/** Parameters that every destination of files has (Passive Data Kit, section 6.6). */
const naming = {
  /** Folder that archives are put in. */
  path: folderSchema.default(''),
  /** Put the platform's host name before the archive's name. */
  prependHost: z.boolean().default(false),
  /** Put the day it is delivered on before the archive's name. */
  prependDate: z.boolean().default(false),
  /** Put the first and last source of the archive before its name. */
  prependSourceRange: z.boolean().default(false),
};

const hostKeySchema = z
  .string()
  .trim()
  .overwrite((key) => key.replace(/=+$/, ''))
  .refine((key) => /^SHA256:[A-Za-z0-9+/]{43}$/.test(key), 'Give the fingerprint as SHA256:… (43 characters).');

const endpointSchema = z
  .string()
  .trim()
  .max(500)
  .refine((address) => /^https?:\/\//.test(address) && URL.canParse(address), 'Give an http(s) address.')
  .overwrite((address) => address.replace(/\/+$/, ''));

const folderSettings = z.strictObject({ kind: z.literal('folder'), ...naming });

const s3Settings = z.strictObject({
  kind: z.literal('s3'),
  /** Null: AWS itself. */
  endpoint: endpointSchema.nullable().default(null),
  region: text(60).default('us-east-1'),
  bucket: text(255),
  accessKeyId: text(255),
  ...naming,
});

const sftpSettings = z.strictObject({
  kind: z.literal('sftp'),
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._:-]{1,253}$/, 'Give a host name or address.'),
  port: z.int().min(1).max(65_535).default(22),
  user: text(255),
  /** SHA-256 fingerprint of the host's key; any other key is refused. */
  hostKey: hostKeySchema,
  ...naming,
});

const pluginSettings = z.strictObject({
  kind: z.literal('plugin'),
  /** Kind that the plug-in gives its destination. */
  plugin: text(100),
  /** What is not secret of what it asks for, by name. */
  parameters: z.record(z.string().max(100), z.string().max(2000)).default({}),
  ...naming,
});

const mailSettings = z.strictObject({
  kind: z.literal('mail'),
  recipients: z.array(z.email()).min(1, 'Name somebody.').max(20),
  /** Days that the link in the mail opens the archive. */
  linkDays: z.int().min(1).max(30).default(7),
});

/** What may be read back of a destination. */
export const destinationSettingsSchema = z.discriminatedUnion('kind', [
  folderSettings,
  s3Settings,
  sftpSettings,
  mailSettings,
  pluginSettings,
]);
export type DestinationSettings = z.infer<typeof destinationSettingsSchema>;
export type FileDestinationSettings = Exclude<DestinationSettings, { kind: 'mail' }>;

const secretSchema = z.string().min(1).max(20_000).nullable().default(null);

/** What is written once and never given back. Members left out on a change stay as they are. */
export const destinationSecretsSchema = z.strictObject({
  /** S3. */
  secretAccessKey: secretSchema,
  /** SFTP: one of password and privateKey. */
  password: secretSchema,
  privateKey: secretSchema,
  passphrase: secretSchema,
  /** Of a plug-in's destination, by the name it gives them. */
  parameters: z.record(z.string().max(100), z.string().min(1).max(20_000)).nullable().default(null),
});
export type DestinationSecrets = z.infer<typeof destinationSecretsSchema>;

export const noSecrets: DestinationSecrets = {
  secretAccessKey: null,
  password: null,
  privateKey: null,
  passphrase: null,
  parameters: null,
};

export const destinationDraftSchema = z.strictObject({
  name: text(100),
  settings: destinationSettingsSchema,
  secrets: destinationSecretsSchema.partial().default({}),
});
export type DestinationDraft = z.infer<typeof destinationDraftSchema>;

/** Which secrets a destination of this kind cannot do without, in words; null: it has what it needs. */
export function missingSecret(kind: DestinationKind, secrets: DestinationSecrets): string | null {
  if (kind === 's3' && secrets.secretAccessKey === null) return 'secretAccessKey';
  if (kind === 'sftp' && secrets.password === null && secrets.privateKey === null) return 'password';
  return null;
}

/** Secrets of the kind alone: what another kind had is forgotten. */
export function secretsOfKind(kind: DestinationKind, secrets: DestinationSecrets): DestinationSecrets {
  if (kind === 's3') return { ...noSecrets, secretAccessKey: secrets.secretAccessKey };
  if (kind === 'sftp') return { ...secrets, secretAccessKey: null, parameters: null };
  if (kind === 'plugin') return { ...noSecrets, parameters: secrets.parameters };
  return noSecrets;
}

/** A destination as those see it who manage destinations; `settings` null for everybody else. */
export const destinationSchema = z.object({
  id: z.guid(),
  name: z.string(),
  kind: z.enum(destinationKinds),
  settings: destinationSettingsSchema.nullable(),
  /** Names of the secrets that are set. */
  secretsSet: z.array(z.string()),
  updatedAt: z.iso.datetime(),
});
export type Destination = z.infer<typeof destinationSchema>;
