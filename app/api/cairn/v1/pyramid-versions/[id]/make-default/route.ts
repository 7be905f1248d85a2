import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { makeDefaultSchema, pyramidVersionSchema } from '#lib/registry/domain/pyramid.ts';
import { makeVersionDefault } from '#lib/registry/index.ts';

export const POST = defineRoute({
  summary: 'Make a version the default; every point of its impact is to be confirmed',
  auth: { verb: 'registry.publish' },
  params: z.object({ id: z.guid() }),
  body: makeDefaultSchema,
  response: pyramidVersionSchema,
  handler: ({ ctx, params, body }) => makeVersionDefault(ctx, { ...body, id: params.id }),
});
