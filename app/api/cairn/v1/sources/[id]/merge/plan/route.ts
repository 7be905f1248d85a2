import { z } from 'zod';
import { planMerge } from '#lib/passive/index.ts';
import { sourceWorkPlanSchema } from '#lib/passive/domain/source-work.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Count what merging a source into another would move',
  auth: { verb: 'sources.erase' },
  params: z.object({ id: z.guid() }),
  body: z.strictObject({ intoId: z.guid() }),
  response: sourceWorkPlanSchema,
  handler: ({ ctx, params, body }) => planMerge(ctx, { sourceId: params.id, ...body }),
});
