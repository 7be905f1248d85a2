import { z } from 'zod';
import { planSplit, splitSourceSchema } from '#lib/passive/index.ts';
import { sourceWorkPlanSchema } from '#lib/passive/domain/source-work.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Count what splitting a source would move',
  auth: { verb: 'sources.erase' },
  params: z.object({ id: z.guid() }),
  body: splitSourceSchema.pick({ rule: true }),
  response: sourceWorkPlanSchema,
  handler: ({ ctx, params, body }) => planSplit(ctx, { sourceId: params.id, ...body }),
});
