import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { createPyramidSchema, listPyramidsSchema, pyramidSchema } from '#lib/registry/domain/pyramid.ts';
import { createPyramid, listPyramids } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'List pyramids by name',
  auth: { verb: 'registry.read' },
  query: listPyramidsSchema,
  response: z.object({ items: z.array(pyramidSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listPyramids(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add a pyramid; it has no version yet',
  auth: { verb: 'registry.edit' },
  body: createPyramidSchema,
  response: pyramidSchema,
  status: 201,
  handler: ({ ctx, body }) => createPyramid(ctx, body),
});
