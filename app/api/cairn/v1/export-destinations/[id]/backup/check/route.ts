import { z } from 'zod';
import { startBackupCheck } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Open every piece of a state of the installation and count what is in it',
  auth: { verb: 'destinations.manage' },
  params: z.object({ id: z.guid() }),
  body: z.strictObject({ state: z.string().max(100).nullable().default(null) }),
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, params, body, runtime }) => ({
    taskId: await startBackupCheck(ctx, { destinationId: params.id, state: body.state }, runtime),
  }),
});
