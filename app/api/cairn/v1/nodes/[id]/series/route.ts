import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { readSeries, seriesQuerySchema, seriesSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'Read what a sensor node observed, in steps of time',
  auth: { verb: 'passive.read' },
  params: z.object({ id: z.guid() }),
  query: seriesQuerySchema,
  response: seriesSchema,
  handler: ({ ctx, params, query }) => readSeries(ctx, params.id, query),
});
