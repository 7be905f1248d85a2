import { z } from 'zod';
import { apiGet, apiPost, pageSchema } from '#components/ui/api-client.ts';
import {
  publicationSchema,
  publicationStates,
  publisherKinds,
  publisherSchema,
  type Publisher,
  type PublisherKind,
} from '#lib/sensors/domain/publishers/publisher.ts';

export { publicationStates, publisherKinds, publisherSchema, type Publisher, type PublisherKind };

export type PublicationStateView = (typeof publicationStates)[number];

const pageRows = 50;
/** The page asks again so often, in milliseconds. */
export const refreshMs = 10_000;

/** Every publisher of the organization. */
export async function fetchPublishers(signal: AbortSignal): Promise<Publisher[]> {
  return (await apiGet('publishers', pageSchema(publisherSchema), { signal })).items;
}

interface ShownPublications {
  readonly publisherId: string;
  readonly state: PublicationStateView;
}

/** A page of what goes to a publisher. */
export function fetchPublications(shown: ShownPublications, cursor: string | null, signal: AbortSignal) {
  const query = { state: shown.state, cursor, limit: pageRows };
  return apiGet(`publishers/${shown.publisherId}/publications`, pageSchema(publicationSchema), { query, signal });
}

/** Sends what was given up once more; gives the number. */
export async function retryPublications(publisherId: string, ids: readonly string[] | null): Promise<number> {
  const schema = z.object({ changed: z.number() });
  return (await apiPost(`publishers/${publisherId}/publications/retry`, { ids }, schema)).changed;
}

export const savedSchema = z.object({ newSigningKey: z.string().nullable() });

/** What the form holds: everything that any kind has, as texts. */
export interface PublisherFormValues {
  readonly name: string;
  readonly kind: PublisherKind;
  readonly fields: readonly string[];
  readonly isEnabled: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export const settingsOf = {
  webhook: ['url'],
  stadtpuls: ['loginUrl', 'sensorsUrl', 'recordsUrl'],
  mqtt: ['url', 'topic'],
} as const satisfies Record<PublisherKind, readonly string[]>;

export const secretsOf = {
  webhook: ['signingKey'],
  stadtpuls: ['apiKey', 'email', 'password', 'recordsToken'],
  mqtt: ['username', 'password'],
} as const satisfies Record<PublisherKind, readonly string[]>;

/** The form of a publisher, or an empty one. */
export function toFormValues(publisher: Publisher | null): PublisherFormValues {
  const { name = '', kind = 'webhook', fields = ['co2'], isEnabled = true, settings = {} } = publisher ?? {};
  return { name, kind, fields, isEnabled, settings, secrets: {} };
}

/** The body of the request that saves a form. Secrets that are empty stay as they are. */
export function toDraft({ name, kind, fields, isEnabled, settings, secrets }: PublisherFormValues): object {
  const own = settingsOf[kind].map((member) => [member, settings[member]?.trim() ?? '']);
  const given = secretsOf[kind].flatMap((member) => (secrets[member] ? [[member, secrets[member]]] : []));
  const isTold = given.length > 0;
  return {
    name,
    kind,
    fields,
    isEnabled,
    settings: Object.fromEntries(own) as object,
    ...(isTold ? { secrets: Object.fromEntries(given) as object } : {}),
  };
}
