import { z } from 'zod';
import { startRedaction } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Start a Task that takes what a study does not keep off the points that are stored already',
  auth: { verb: 'passive.configure' },
  body: z.strictObject({ study: z.string().max(100) }),
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, body: { study } }) => ({ taskId: await startRedaction(ctx, study) }),
});
