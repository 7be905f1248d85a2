import { z } from 'zod';
import { quarantinedIdsSchema, reopenQuarantined } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Take back what was set aside',
  auth: { verb: 'passive.quarantine' },
  body: quarantinedIdsSchema,
  response: z.object({ ids: z.array(z.string()) }),
  handler: async ({ ctx, body }) => ({ ids: await reopenQuarantined(ctx, body) }),
});
