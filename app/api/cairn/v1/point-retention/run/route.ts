import { z } from 'zod';
import { startExpiry } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Remove points that a study keeps no longer, as a task',
  auth: { verb: 'studies.manage' },
  body: z.strictObject({ study: z.string().max(100) }),
  response: z.object({ taskId: z.guid() }),
  status: 202,
  handler: async ({ ctx, body }) => ({ taskId: await startExpiry(ctx, body.study) }),
});
