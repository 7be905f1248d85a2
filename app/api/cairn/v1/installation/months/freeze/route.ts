import { z } from 'zod';
import { startFreeze, startFreezeSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary:
    'Start a Task that takes a month out of the database as Parquet files; for administrators of the installation',
  auth: 'signed-in',
  body: startFreezeSchema,
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, body }) => ({ taskId: await startFreeze(ctx, body) }),
});
