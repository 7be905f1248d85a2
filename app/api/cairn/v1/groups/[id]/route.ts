import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { sourceGroupSchema } from '#lib/sources/domain/source.ts';
import { removeGroup, updateGroup, updateGroupSchema } from '#lib/sources/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const PATCH = defineRoute({
  summary: 'Rename a group, or turn the alerts of its sources off or on',
  auth: { verb: 'sources.manage' },
  params: paramsSchema,
  body: updateGroupSchema,
  response: sourceGroupSchema,
  handler: ({ ctx, params, body }) => updateGroup(ctx, { ...body, id: params.id }),
});

export const DELETE = defineRoute({
  summary: 'Remove a group; its sources stay',
  auth: { verb: 'sources.manage' },
  params: paramsSchema,
  response: z.object({ released: z.number() }),
  handler: ({ ctx, params }) => removeGroup(ctx, params.id),
});
