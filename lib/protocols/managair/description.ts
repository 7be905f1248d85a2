import { z } from 'zod';
import type { ManagairCall } from './exchange.ts';
import { kinds } from './kinds/kinds.ts';
import { jsonApiType } from './media-type.ts';
import type { AnyKind } from './resource.ts';

/** `schema/`: the description of this protocol (OpenAPI 3.1), made from the table of kinds that serves it. */
export function serveDescription(call: ManagairCall): Response {
  const headers = { 'content-type': 'application/vnd.oai.openapi+json;version=3.1', 'cache-control': 'no-cache' };
  return new Response(JSON.stringify(describeManagair(call.url(''))), { headers });
}

/** Where this protocol is, on this server. */
export const managairBase = '/api/v1';

/** The pages that show the description to people, under the names that they had (managair.md 6). */
export function serveViewer(path: '/api/docs' | '/api/docs/reading'): Response {
  return new Response(null, { status: 302, headers: { location: `${path}?document=sensors` } });
}

/** The description as OpenAPI 3.1, for a server at an address. */
export function describeManagair(serverUrl: string): object {
  const all = [...kinds().values()];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sensors (JSON:API)',
      version: '1.0.0',
      description: 'What clients of the sensor platform Managair speak: documents of JSON:API 1.1.',
    },
    servers: [{ url: serverUrl }],
    paths: Object.fromEntries(all.flatMap(pathsOf)),
    components: {
      schemas: Object.fromEntries(all.map((kind) => [kind.type, schemaOf(kind)])),
      securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Token <key>' } },
    },
  };
}

function pathsOf(kind: AnyKind): [string, object][] {
  const security = kind.access === 'people' ? [{ token: [] }] : [{}, { token: [] }];
  const answer = (status: string, description: string, schema?: object) => ({
    [status]: { description, ...(schema && { content: { [jsonApiType]: { schema } } }) },
  });
  const reference = { $ref: `#/components/schemas/${kind.type}` };
  const one = { type: 'object', required: ['data'], properties: { data: reference } };
  const many = { type: 'object', required: ['data'], properties: { data: { type: 'array', items: reference } } };
  const requestBody = { required: true, content: { [jsonApiType]: { schema: one } } };
  const list = {
    get: {
      tags: [kind.type],
      summary: `List of ${kind.type}`,
      security,
      parameters: parametersOf(kind),
      responses: answer('200', 'A page', many),
    },
    ...(kind.writing?.create && {
      post: {
        tags: [kind.type],
        summary: `Make a ${kind.type}`,
        security: [{ token: [] }],
        requestBody,
        responses: answer('201', 'Made', one),
      },
    }),
  };
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  const single = {
    parameters: [id],
    get: { tags: [kind.type], summary: `One ${kind.type}`, security, responses: answer('200', 'It', one) },
    ...(kind.writing && {
      patch: {
        tags: [kind.type],
        summary: `Change a ${kind.type}`,
        security: [{ token: [] }],
        requestBody,
        responses: answer('200', 'As it is now', one),
      },
      delete: {
        tags: [kind.type],
        summary: `Remove a ${kind.type}`,
        security: [{ token: [] }],
        responses: answer('204', 'Removed'),
      },
    }),
  };
  return [
    [`/${kind.path}/`, list],
    [`/${kind.path}/{id}/`, single],
  ];
}

function parametersOf(kind: AnyKind): object[] {
  const text = { schema: { type: 'string' } };
  const filters = kind.filters.map((name) => ({ name: `filter[${name}]`, in: 'query', ...text }));
  const pages = ['page[number]', 'page[size]', 'page[after]', 'page[before]', 'include', 'sort'];
  return [...filters, ...pages.map((name) => ({ name, in: 'query', ...text }))];
}

function schemaOf(kind: AnyKind): object {
  const written = kind.writing
    ? (z.toJSONSchema(kind.writing.schema, { io: 'input', unrepresentable: 'any' }) as {
        properties?: Record<string, object>;
      })
    : {};
  const names = [...Object.keys(kind.attributes), ...(kind.computed?.names ?? []), 'url'];
  const notes = kind.computed?.notes ?? {};
  const attributes = Object.fromEntries(
    names.map((name) => [name, written.properties?.[name] ?? (notes[name] ? { description: notes[name].text } : {})]),
  );
  const relation = { type: 'object', properties: { links: { type: 'object' }, data: {} } };
  return {
    type: 'object',
    required: ['type', 'id'],
    properties: {
      type: { const: kind.type },
      id: { type: 'string' },
      attributes: { type: 'object', properties: attributes },
      relationships: {
        type: 'object',
        properties: Object.fromEntries(Object.keys(kind.relations).map((name) => [name, relation])),
      },
      links: { type: 'object' },
    },
  };
}
