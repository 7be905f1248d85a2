import { z } from 'zod';
import { startMerge } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Merge a source into another of its study, as a task; what it goes on sending arrives in the other',
  auth: { verb: 'sources.erase' },
  params: z.object({ id: z.guid() }),
  body: z.strictObject({ intoId: z.guid() }),
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, params, body }) => ({ taskId: await startMerge(ctx, { sourceId: params.id, ...body }) }),
});
