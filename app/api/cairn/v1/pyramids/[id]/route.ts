import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { pyramidSchema, updatePyramidSchema } from '#lib/registry/domain/pyramid.ts';
import { getPyramid, updatePyramid } from '#lib/registry/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Read a pyramid',
  auth: { verb: 'registry.read' },
  params: paramsSchema,
  response: pyramidSchema,
  handler: ({ ctx, params }) => getPyramid(ctx, params.id),
});

export const PATCH = defineRoute({
  summary: 'Rename a pyramid, describe it, say which studies work with it, or make it read-only',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  body: updatePyramidSchema,
  response: pyramidSchema,
  handler: ({ ctx, params, body }) => updatePyramid(ctx, { ...body, id: params.id }),
});
