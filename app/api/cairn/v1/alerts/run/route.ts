import { z } from 'zod';
import { startChecks, startChecksSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Run the status checks of a study now, as a task',
  auth: { verb: 'sources.manage' },
  body: startChecksSchema,
  response: z.object({ taskId: z.guid() }),
  status: 202,
  handler: async ({ ctx, body }) => ({ taskId: await startChecks(ctx, body) }),
});
