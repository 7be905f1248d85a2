import { expect } from 'vitest';
import { z } from 'zod';

/** Media type of JSON:API documents. */
export const jsonApiType = 'application/vnd.api+json';

// The rules of jsonapi.org 1.1 that a schema can say: top-level members, resource objects, identifiers, errors, links.
const memberName = /^(?:[A-Za-z0-9]+(?:[A-Za-z0-9_-]*[A-Za-z0-9])?|atomic:results)$/;
const meta = z.record(z.string(), z.unknown());
const link = z.union([
  z.string(),
  z.null(),
  z.strictObject({
    href: z.string(),
    rel: z.string().optional(),
    describedby: z.string().optional(),
    title: z.string().optional(),
    type: z.string().optional(),
    hreflang: z.union([z.string(), z.array(z.string())]).optional(),
    meta: meta.optional(),
  }),
]);
const identifier = z.strictObject({ type: z.string().min(1), id: z.string().min(1), meta: meta.optional() });
const relationship = z
  .strictObject({
    links: z.record(z.string(), link).optional(),
    data: z.union([identifier, z.null(), z.array(identifier)]).optional(),
    meta: meta.optional(),
  })
  .refine((one) => Object.keys(one).length > 0, 'a relationship says something');
const fieldName = z.string().regex(memberName);
const resource = z
  .strictObject({
    type: z.string().regex(memberName),
    id: z.string().min(1),
    attributes: z.record(fieldName, z.unknown()).optional(),
    relationships: z.record(fieldName, relationship).optional(),
    links: z.record(z.string(), link).optional(),
    meta: meta.optional(),
  })
  .refine(({ attributes = {} }) => !('id' in attributes) && !('type' in attributes), 'id and type are no attributes')
  .refine(
    ({ attributes = {}, relationships = {} }) => Object.keys(attributes).every((name) => !(name in relationships)),
    'a field is an attribute or a relationship',
  );
const error = z.strictObject({
  status: z.string().regex(/^\d{3}$/),
  code: z.string(),
  title: z.string().optional(),
  detail: z.string(),
  source: z
    .union([
      z.strictObject({ pointer: z.string().regex(/^(\/.*)?$/) }),
      z.strictObject({ parameter: z.string() }),
      z.strictObject({ header: z.string() }),
    ])
    .optional(),
});
const documentSchema = z
  .strictObject({
    jsonapi: z.strictObject({ version: z.literal('1.1') }),
    data: z.union([resource, z.null(), z.array(resource), identifier, z.array(identifier)]).optional(),
    errors: z.array(error).min(1).optional(),
    included: z.array(resource).optional(),
    links: z.record(z.string(), link).optional(),
    meta: meta.optional(),
    'atomic:results': z.array(z.strictObject({ data: resource.optional() })).optional(),
  })
  .refine((one) => !('data' in one && 'errors' in one), 'data or errors, and not both')
  .refine(
    (one) => ['data', 'errors', 'meta', 'atomic:results'].some((member) => member in one),
    'something has to be said',
  )
  .refine((one) => !('included' in one) || 'data' in one, 'nothing is included without data');

export type JsonApiResource = z.output<typeof resource>;

/** Checks a document against the rules, full linkage among them. */
export function expectDocument(json: unknown, what: string): void {
  const parsed = documentSchema.safeParse(json);
  expect(parsed.success ? '' : `${what}: ${z.prettifyError(parsed.error)}`).toBe('');
  if (!parsed.success || parsed.data.included === undefined) return;
  const { data, included } = parsed.data;
  const primary = [data ?? []].flat();
  const keys = [...primary, ...included].map(({ type, id }) => `${type} ${id}`);
  expect(new Set(keys).size, `${what}: each resource once`).toBe(keys.length);
  const named = new Set(
    [...primary, ...included].flatMap((one) =>
      Object.values('relationships' in one ? (one.relationships ?? {}) : {}).flatMap(({ data: to }) =>
        [to ?? []].flat().map(({ type, id }) => `${type} ${id}`),
      ),
    ),
  );
  for (const { type, id } of included)
    expect(named.has(`${type} ${id}`), `${what}: somebody names ${type} ${id}`).toBe(true);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined: it is no JSON. */
  readonly json: unknown;
}

export interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly raw?: BodyInit;
}

/** Calls the JSON:API of sensors as one person, or as nobody; every answer that is a document is checked. */
export class JsonApiClient {
  readonly #url: string;
  readonly #key: string | null;

  constructor(url: string, key: string | null = null) {
    this.#url = url;
    this.#key = key;
  }

  /** Somebody signed in by user name. */
  async signedIn(username: string, password: string): Promise<JsonApiClient> {
    const body = { data: { type: 'LoginView', attributes: { username, password } } };
    const { status, json, text } = await this.call('POST', '/auth/login/', { body });
    expect(status, text).toBe(200);
    const { data } = z.object({ data: z.object({ attributes: z.object({ key: z.string() }) }) }).parse(json);
    return new JsonApiClient(this.#url, data.attributes.key);
  }

  get key(): string | null {
    return this.#key;
  }

  async call(method: string, path: string, { body, headers = {}, raw }: Asked = {}): Promise<Answer> {
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': jsonApiType }),
        ...(this.#key === null ? {} : { authorization: `Token ${this.#key}` }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    const isDocument = (response.headers.get('content-type') ?? '').startsWith(jsonApiType);
    const json: unknown = isDocument || text.startsWith('{') ? JSON.parse(text) : undefined;
    if (isDocument) expectDocument(json, `${method} ${path} (${String(response.status)})`);
    expect(response.status, text).toBeLessThan(500);
    return { status: response.status, headers: response.headers, text, json };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call('GET', path, { headers });
  }
  post(path: string, body: unknown): Promise<Answer> {
    return this.call('POST', path, { body });
  }
  patch(path: string, body: unknown): Promise<Answer> {
    return this.call('PATCH', path, { body });
  }
  put(path: string, body: unknown): Promise<Answer> {
    return this.call('PUT', path, { body });
  }
  delete(path: string, body?: unknown): Promise<Answer> {
    return this.call('DELETE', path, body === undefined ? {} : { body });
  }
}

const looseResource = z.looseObject({
  type: z.string(),
  id: z.string(),
  attributes: z.record(z.string(), z.unknown()).default({}),
  relationships: z.record(z.string(), z.looseObject({ data: z.unknown().optional() })).default({}),
});
export type LooseResource = z.output<typeof looseResource>;

/** The things of a list. */
export function listOf({ json, text }: Answer): LooseResource[] {
  const parsed = z.looseObject({ data: z.array(looseResource) }).safeParse(json);
  expect(parsed.success, text.slice(0, 500)).toBe(true);
  return parsed.data?.data ?? [];
}

/** The one thing of an answer. */
export function oneOf({ json, text }: Answer): LooseResource {
  const parsed = z.looseObject({ data: looseResource }).safeParse(json);
  expect(parsed.success, text.slice(0, 500)).toBe(true);
  return parsed.data!.data;
}

/** What is included. */
export function includedOf({ json }: Answer): LooseResource[] {
  return z.looseObject({ included: z.array(looseResource).default([]) }).parse(json).included;
}

/** Where errors say that something is wrong. */
export function pointersOf({ json }: Answer): string[] {
  const source = z.looseObject({ pointer: z.string().optional(), parameter: z.string().optional() }).optional();
  const { errors } = z.looseObject({ errors: z.array(z.looseObject({ source })) }).parse(json);
  return errors.flatMap(({ source: at }) => at?.pointer ?? at?.parameter ?? []);
}
