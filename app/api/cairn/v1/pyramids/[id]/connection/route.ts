import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { connectionDraftSchema, pyramidConnectionSchema } from '#lib/registry/domain/pyramid-connection.ts';
import { getPyramidConnection, removePyramidConnection, savePyramidConnection } from '#lib/registry/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Read which DHIS2 a pyramid comes from; its password is never told',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  response: z.object({ connection: pyramidConnectionSchema.nullable() }),
  handler: async ({ ctx, params }) => ({ connection: await getPyramidConnection(ctx, params.id) }),
});

export const PUT = defineRoute({
  summary: 'Say which DHIS2 a pyramid comes from, and what to sign in there with',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  body: connectionDraftSchema,
  response: pyramidConnectionSchema,
  handler: ({ ctx, params, body, runtime }) =>
    savePyramidConnection(ctx, { pyramidId: params.id, draft: body }, runtime.config),
});

export const DELETE = defineRoute({
  summary: 'Forget the DHIS2 of a pyramid, password and all',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  status: 204,
  handler: ({ ctx, params }) => removePyramidConnection(ctx, params.id),
});
