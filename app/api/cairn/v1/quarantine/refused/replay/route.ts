import { z } from 'zod';
import { quarantinedIdsSchema, replayRefused } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Have refused uploads read after all, as they were sent',
  auth: { verb: 'passive.quarantine' },
  body: quarantinedIdsSchema,
  response: z.object({ ids: z.array(z.string()) }),
  handler: async ({ ctx, body }) => ({ ids: await replayRefused(ctx, body) }),
});
