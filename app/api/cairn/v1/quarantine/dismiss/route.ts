import { z } from 'zod';
import { dismissQuarantined, quarantinedIdsSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Set some quarantined points aside; they are kept',
  auth: { verb: 'passive.quarantine' },
  body: quarantinedIdsSchema,
  response: z.object({ ids: z.array(z.string()) }),
  handler: async ({ ctx, body }) => ({ ids: await dismissQuarantined(ctx, body) }),
});
