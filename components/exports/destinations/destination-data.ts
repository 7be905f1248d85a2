import { z } from 'zod';
import { apiGet, pageSchema } from '#components/ui/api-client.ts';

export const destinationKinds = ['folder', 's3', 'sftp', 'mail', 'plugin'] as const;
export type DestinationKindView = (typeof destinationKinds)[number];

/** A destination that a plug-in of the installation offers. */
export interface OfferedDestination {
  readonly kind: string;
  readonly title: string;
  readonly parameters: readonly { readonly name: string; readonly title: string; readonly isSecret: boolean }[];
}

/** A destination as the API gives it; `settings` differ by kind. */
export const destinationViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(destinationKinds),
  settings: z.record(z.string(), z.unknown()).nullable(),
  secretsSet: z.array(z.string()),
});
export type DestinationView = z.infer<typeof destinationViewSchema>;

export async function fetchDestinations(signal: AbortSignal): Promise<DestinationView[]> {
  return (await apiGet('export-destinations', pageSchema(destinationViewSchema), { signal })).items;
}

export const deliveryViewSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  destination: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  state: z.enum(['pending', 'waiting', 'sending', 'delivered', 'failed', 'stopped']),
  sizeBytes: z.number().nullable(),
  sentBytes: z.number(),
  path: z.string().nullable(),
  checkedBy: z.string().nullable(),
  error: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof deliveryViewSchema>;

/** Deliveries of some tasks. */
export async function fetchDeliveries(taskIds: readonly string[], signal: AbortSignal): Promise<DeliveryView[]> {
  const query = { tasks: taskIds.join(',') };
  return (await apiGet('export-deliveries', pageSchema(deliveryViewSchema), { query, signal })).items;
}

/** What the form holds: everything that any kind has, as texts. */
export interface DestinationFormValues {
  readonly name: string;
  readonly kind: DestinationKindView;
  readonly texts: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, boolean>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** What a plug-in asks for, by name; secret ones are empty until they are written anew. */
  readonly parameters: Readonly<Record<string, string>>;
}

export const namingFlags = ['prependHost', 'prependDate', 'prependSourceRange'] as const;

export const secretsOf: Readonly<Record<DestinationKindView, readonly string[]>> = {
  folder: [],
  s3: ['secretAccessKey'],
  sftp: ['password', 'privateKey', 'passphrase'],
  mail: [],
  plugin: [],
};

export const textsOf: Readonly<Record<DestinationKindView, readonly string[]>> = {
  folder: ['path'],
  s3: ['endpoint', 'region', 'bucket', 'accessKeyId', 'path'],
  sftp: ['host', 'port', 'user', 'hostKey', 'path'],
  mail: ['recipients', 'linkDays'],
  plugin: ['plugin', 'path'],
};

const parametersSchema = z.record(z.string(), z.string());

/** The form of a destination, or an empty one. */
export function toFormValues(destination: DestinationView | null): DestinationFormValues {
  const settings = destination?.settings ?? {};
  const texts: Record<string, string> = { region: 'us-east-1', port: '22', linkDays: '7' };
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === 'string' || typeof value === 'number') texts[name] = String(value);
    if (Array.isArray(value)) texts[name] = value.join('\n');
  }
  const flags = Object.fromEntries(namingFlags.map((flag) => [flag, settings[flag] === true]));
  const parameters = parametersSchema.catch({}).parse(settings['parameters']);
  return { name: destination?.name ?? '', kind: destination?.kind ?? 'sftp', texts, flags, secrets: {}, parameters };
}

/** The body of the request that saves a form; `offered` are the destinations of plug-ins. */
export function toDraft(
  { name, kind, texts, flags, secrets, parameters }: DestinationFormValues,
  offered: readonly OfferedDestination[],
): object {
  const settings: Record<string, unknown> = { kind };
  for (const field of textsOf[kind]) {
    const text = texts[field]?.trim() ?? '';
    if (field === 'port' || field === 'linkDays') settings[field] = Number(text);
    else if (field === 'recipients') settings[field] = text.split(/[\s,;]+/).filter(Boolean);
    else if (field === 'endpoint') settings[field] = text === '' ? null : text;
    else settings[field] = text;
  }
  if (kind !== 'mail') Object.assign(settings, flags);
  if (kind === 'plugin') {
    const asked = offered.find((one) => one.kind === texts['plugin'])?.parameters ?? [];
    const valuesOf = (isSecret: boolean) =>
      Object.fromEntries(
        asked
          .filter((one) => one.isSecret === isSecret && (parameters[one.name] ?? '') !== '')
          .map((one) => [one.name, parameters[one.name]]),
      );
    return { name, settings: { ...settings, parameters: valuesOf(false) }, secrets: { parameters: valuesOf(true) } };
  }
  const given = secretsOf[kind].filter((field) => (secrets[field] ?? '') !== '');
  return { name, settings, secrets: Object.fromEntries(given.map((field) => [field, secrets[field]])) };
}
