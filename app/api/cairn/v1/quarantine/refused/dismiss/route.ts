import { z } from 'zod';
import { dismissRefused, quarantinedIdsSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Let refused uploads be: they leave the list and are kept',
  auth: { verb: 'passive.quarantine' },
  body: quarantinedIdsSchema,
  response: z.object({ ids: z.array(z.string()) }),
  handler: async ({ ctx, body }) => ({ ids: await dismissRefused(ctx, body) }),
});
