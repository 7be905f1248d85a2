import { z } from 'zod';
import { startRestoreTrial } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Restore a state of the installation into a database that is thrown away, to try it',
  auth: { verb: 'destinations.manage' },
  params: z.object({ id: z.guid() }),
  body: z.strictObject({ state: z.string().max(100).nullable().default(null) }),
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, params, body, runtime }) => ({
    taskId: await startRestoreTrial(ctx, { destinationId: params.id, state: body.state }, runtime),
  }),
});
