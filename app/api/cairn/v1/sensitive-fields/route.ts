import { z } from 'zod';
import {
  addSensitiveField,
  listSensitiveFields,
  sensitiveFieldDraftSchema,
  sensitiveFieldSchema,
} from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List what a study does not keep of its points',
  auth: { verb: 'passive.configure' },
  query: z.object({ study: z.string().max(100) }),
  response: z.object({ items: z.array(sensitiveFieldSchema), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listSensitiveFields(ctx, query.study), next: null }),
});

export const POST = defineRoute({
  summary: 'Name members of points that a study does not keep',
  auth: { verb: 'passive.configure' },
  body: sensitiveFieldDraftSchema,
  response: sensitiveFieldSchema,
  status: 201,
  handler: ({ ctx, body }) => addSensitiveField(ctx, body),
});
