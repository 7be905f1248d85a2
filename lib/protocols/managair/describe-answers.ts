import { jsonApiType } from './media-type.ts';

/** A part of the description: JSON Schema, or an object of OpenAPI. */
export type Described = Readonly<Record<string, unknown>>;

/** Points at a schema of the description. */
export function schemaRef(name: string): Described {
  return { $ref: `#/components/schemas/${name}` };
}

/** Ids of nodes: hexadecimal, of no version of RFC 9562 (managair.md 13.1). */
export const uuidSchema: Described = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
};

/** A document with one thing as its data, or a list of them. */
export function documentSchema(data: Described): Described {
  return {
    type: 'object',
    required: ['jsonapi', 'data'],
    properties: {
      jsonapi: { type: 'object', required: ['version'], properties: { version: { const: '1.1' } } },
      data,
      included: { type: 'array', items: { type: 'object', required: ['type', 'id'] } },
      links: { type: 'object' },
      meta: { type: 'object' },
    },
  };
}

/** A list of things. */
export function listSchema(items: Described): Described {
  return documentSchema({ type: 'array', items });
}

const said: Readonly<Record<number, string>> = {
  400: 'Something is wrong with the document or a parameter; each error says where',
  401: 'Nobody is signed in, or the key has expired',
  403: 'The role does not allow it',
  404: 'There is no such thing, or it is not the caller’s to see',
  405: 'It cannot be written',
  406: 'No media type that is answered here is wanted',
  409: 'The type or id of the document is another, a name is taken, or the thing is in use',
  413: 'It is too large',
  415: 'The media type of the body is not taken here',
};

/** Answers of an operation by status: what it gives, and the errors it may give. */
export function answersOf(
  { status, text, schema }: { readonly status: number; readonly text: string; readonly schema?: Described },
  errors: readonly number[],
): Described {
  const error = (code: number): [string, Described] => [
    String(code),
    { description: said[code] ?? 'Error', content: { [jsonApiType]: { schema: schemaRef('Errors') } } },
  ];
  const given = { description: text, ...(schema && { content: { [jsonApiType]: { schema } } }) };
  return Object.fromEntries([[String(status), given], ...errors.map(error)]);
}

/** A body that is a JSON:API document. */
export function bodyOf(schema: Described): Described {
  return { required: true, content: { [jsonApiType]: { schema } } };
}

/** A parameter of the address. */
export function parameter(name: string, description: string, schema: Described = { type: 'string' }): Described {
  return { name, in: 'query', description, schema };
}

/** The id of a thing in a path. */
export const idParameter: Described = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

/** Who may ask: people who are signed in. */
export const forPeople: readonly Described[] = [{ token: [] }];
/** Who may ask: everybody; more is shown to those who are signed in. */
export const forEverybody: readonly Described[] = [{}, { token: [] }];
