import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { sourceGroupSchema } from '#lib/sources/domain/source.ts';
import { createGroup, createGroupSchema, listGroups } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'List groups of sources',
  auth: { verb: 'sources.read' },
  isOfNobody: true,
  query: z.object({ study: z.string().optional() }),
  response: z.object({ items: z.array(sourceGroupSchema), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listGroups(ctx, query), next: null }),
});

export const POST = defineRoute({
  summary: 'Add a group to a study',
  auth: { verb: 'sources.manage' },
  body: createGroupSchema,
  response: sourceGroupSchema,
  status: 201,
  handler: ({ ctx, body }) => createGroup(ctx, body),
});
