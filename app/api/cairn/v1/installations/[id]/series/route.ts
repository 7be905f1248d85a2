import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { readInstalledSeries, seriesQuerySchema, seriesSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'Read what a sensor node observed during an installation, in steps of time',
  auth: { verb: 'passive.read' },
  params: z.object({ id: z.guid() }),
  query: seriesQuerySchema,
  response: seriesSchema,
  handler: ({ ctx, params, query }) => readInstalledSeries(ctx, params.id, query),
});
