import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { createVersionSchema, pyramidVersionSchema, registryPageSchema } from '#lib/registry/domain/pyramid.ts';
import { createVersion, listVersions } from '#lib/registry/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'List the versions of a pyramid, the newest first, with their numbers of units',
  auth: { verb: 'registry.read' },
  params: paramsSchema,
  query: registryPageSchema,
  response: z.object({ items: z.array(pyramidVersionSchema), next: z.string().nullable() }),
  handler: ({ ctx, params, query }) => listVersions(ctx, { ...query, pyramidId: params.id }),
});

export const POST = defineRoute({
  summary: 'Add an empty version; without a number it gets the next one',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  body: createVersionSchema,
  response: pyramidVersionSchema,
  status: 201,
  handler: ({ ctx, params, body }) => createVersion(ctx, { ...body, pyramidId: params.id }),
});
