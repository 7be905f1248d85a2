import { z } from 'zod';
import { dropOlderBackups } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Back the installation up and drop the older states at the place: what was erased is then gone from it',
  auth: { verb: 'destinations.manage' },
  params: z.object({ id: z.guid() }),
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, params, runtime }) => ({ taskId: await dropOlderBackups(ctx, params.id, runtime) }),
});
