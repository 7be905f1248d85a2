import { z } from 'zod';
import { startBackup } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Back the installation up to a place of exports, sealed, what has changed since the last time',
  auth: { verb: 'destinations.manage' },
  params: z.object({ id: z.guid() }),
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, params, runtime }) => ({ taskId: await startBackup(ctx, params.id, runtime) }),
});
