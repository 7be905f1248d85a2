import { createDocument, type CreateDocumentOptions, type ZodOpenApiOperationObject } from 'zod-openapi';
import { z } from 'zod';
import { statusOfKind } from '#lib/platform/http/status-of-kind.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import type { RouteAuth } from '../define-route.ts';
import { deviceDoors } from './device-doors.ts';
import type { DeclaredRoute } from './find-routes.ts';

export type ApiDocument = ReturnType<typeof createDocument>;

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string().meta({ description: 'The same sentence for every occurrence of the code.' }),
    status: z.int(),
    code: z.enum(Object.keys(problemCatalogue)).meta({ description: 'Stable; programs should look at this.' }),
    detail: z.string().meta({ description: 'What happened this time, and the way out.' }),
    fields: z.record(z.string(), z.string()).optional().meta({ description: 'Wrong fields by dotted path.' }),
    requestId: z.string().meta({ description: 'Finds the request in the log.' }),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });

const options: CreateDocumentOptions = {
  // What JSON cannot say (dates as instants, transforms) is described by its text form.
  override: ({ jsonSchema, zodSchema }) => {
    if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    if (zodSchema._zod.def.type === 'bigint') Object.assign(jsonSchema, { type: 'string', pattern: '^-?[0-9]+$' });
  },
  allowEmptySchema: { custom: true, transform: true, date: true, bigint: true, undefined: true, void: true },
};

/** Builds the OpenAPI 3.1 description of our own API from what its routes declare, with the doors for devices beside it. */
export function describeApi(routes: readonly DeclaredRoute[], version: string): ApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const declared of routes) {
    (paths[declared.path] ??= {})[declared.method.toLowerCase()] = describeRoute(declared);
  }
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Cairn',
        version,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        description:
          'Everything the pages do is done through this API. Send an API token as a bearer token; make one under ' +
          'Settings. Lists answer `{items, next}`: send `next` back as `cursor` for the page after. The organization ' +
          'of a token is its own; people in several organizations name one with `?org=<id>`. Clients of Iaso keep the ' +
          'addresses of its registry (`/api/orgunits/`, `/api/mobile/orgunits/`, `/api/tasks/` …): see docs/iaso-differences.md.',
      },
      paths: { ...paths, ...deviceDoors },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'An API token of the organization.' },
          studyToken: { type: 'http', scheme: 'bearer', description: 'An API token with the scope intake.send.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'cairn.session',
            description: 'The cookie of a signed-in browser. Changes need the header X-Cairn-Request too.',
          },
        },
      },
    },
    options,
  );
}

function describeRoute({ method, path, handler }: DeclaredRoute): ZodOpenApiOperationObject {
  const { route } = handler;
  const status = String(route.status ?? 200);
  const isList = status !== '204';
  return {
    operationId: `${method.toLowerCase()}${path.replace('/api/cairn/v1', '').replace(/[^A-Za-z0-9]+(.)?/g, (_, next?: string) => next?.toUpperCase() ?? '')}`,
    tags: [tagOf(path)],
    summary: route.summary,
    description: describeAuth(route.auth),
    security: route.auth === 'public' ? [] : [{ token: [] }, { session: [] }],
    requestParams: {
      ...(route.params ? { path: route.params as z.ZodType<Record<string, unknown>, Record<string, unknown>> } : {}),
      ...(route.query ? { query: route.query as z.ZodType<Record<string, unknown>, Record<string, unknown>> } : {}),
    },
    ...(route.body ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    responses: {
      [status]: {
        description: status === '204' ? 'Done; nothing to say.' : 'Done.',
        ...(isList ? { content: { 'application/json': { schema: route.response ?? z.unknown() } } } : {}),
      },
      ...problemResponses(route.auth, route.limit !== undefined),
    },
  };
}

function tagOf(path: string): string {
  return path.split('/')[4] ?? 'other';
}

function describeAuth(auth: RouteAuth): string {
  if (auth === 'public') return 'Open to anyone.';
  if (auth === 'signed-in') return 'For anyone signed in.';
  return `Needs the permission \`${auth.verb}\`.`;
}

function problemResponses(auth: RouteAuth, isLimited: boolean) {
  const content = { 'application/problem+json': { schema: problemSchema } };
  return {
    '400': { description: 'The request cannot be used; `fields` says where.', content },
    ...(auth === 'public' ? {} : { '401': { description: 'Not signed in.', content } }),
    ...(auth === 'public' ? {} : { '403': { description: 'The role or token does not allow it.', content } }),
    '404': { description: 'Not there, or not yours to see.', content },
    ...(isLimited ? { '429': { description: 'Too many requests; wait.', content } } : {}),
    [String(statusOfKind.fault)]: { description: 'A fault on our side; the request id finds it in the log.', content },
  };
}
