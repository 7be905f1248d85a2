import { z } from 'zod';
import { startNudge, startNudgeSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Wake phones with silent pushes: some sources, or those that the settings of a study name',
  auth: { verb: 'sources.manage' },
  body: startNudgeSchema,
  response: z.object({ taskId: z.guid() }),
  status: 202,
  handler: async ({ ctx, body, runtime }) => ({ taskId: await startNudge(ctx, body, runtime.push) }),
});
