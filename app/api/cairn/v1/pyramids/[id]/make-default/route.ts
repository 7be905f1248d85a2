import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { makeDefaultSchema, pyramidSchema } from '#lib/registry/domain/pyramid.ts';
import { makePyramidDefault } from '#lib/registry/index.ts';

export const POST = defineRoute({
  summary: 'Make a pyramid the default; every point of its impact is to be confirmed',
  auth: { verb: 'registry.publish' },
  params: z.object({ id: z.guid() }),
  body: makeDefaultSchema,
  response: pyramidSchema,
  handler: ({ ctx, params, body }) => makePyramidDefault(ctx, { ...body, id: params.id }),
});
