import { z } from 'zod';
import { replayOutcomeSchema } from '#lib/passive/domain/quarantine-views.ts';
import { replayQuarantined, replayQuarantinedSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Read some quarantined points again',
  auth: { verb: 'passive.quarantine' },
  body: replayQuarantinedSchema,
  response: z.object({ items: z.array(replayOutcomeSchema) }),
  handler: async ({ ctx, body }) => ({ items: await replayQuarantined(ctx, body) }),
});
