import { z } from 'zod';
import { quarantinedIdsSchema, reopenRefused } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Take dismissals of refused uploads back',
  auth: { verb: 'passive.quarantine' },
  body: quarantinedIdsSchema,
  response: z.object({ ids: z.array(z.string()) }),
  handler: async ({ ctx, body }) => ({ ids: await reopenRefused(ctx, body) }),
});
