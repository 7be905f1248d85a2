import { z } from 'zod';
import { planErase, startErase } from '#lib/passive/index.ts';
import { sourceWorkPlanSchema } from '#lib/passive/domain/source-work.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Count what erasing a source would touch',
  auth: { verb: 'sources.erase' },
  params,
  response: sourceWorkPlanSchema,
  handler: ({ ctx, params: { id } }) => planErase(ctx, id),
});

export const POST = defineRoute({
  summary: 'Erase a source with all that it sent, raw uploads included, as a task',
  auth: { verb: 'sources.erase' },
  params,
  body: z.strictObject({ expectedPoints: z.number().int().min(0) }),
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, params: { id }, body }) => ({ taskId: await startErase(ctx, { sourceId: id, ...body }) }),
});
