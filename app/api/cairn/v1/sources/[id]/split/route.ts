import { z } from 'zod';
import { splitSourceSchema, startSplit } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Give part of a source, by type or time, to a source of its own, as a task',
  auth: { verb: 'sources.erase' },
  params: z.object({ id: z.guid() }),
  body: splitSourceSchema.omit({ sourceId: true }),
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, params, body }) => ({ taskId: await startSplit(ctx, { sourceId: params.id, ...body }) }),
});
