import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { copyVersionSchema } from '#lib/registry/domain/pyramid.ts';
import { orderedTaskSchema, orderVersionCopy } from '#lib/registry/index.ts';

export const POST = defineRoute({
  summary: 'Copy a version with its groups, as a task that completes or leaves nothing',
  auth: { verb: 'registry.edit' },
  params: z.object({ id: z.guid() }),
  body: copyVersionSchema,
  response: orderedTaskSchema,
  status: 202,
  handler: ({ ctx, params, body }) => orderVersionCopy(ctx, { ...body, versionId: params.id }),
});
