import { z } from 'zod';
import { seriesSchema } from '#components/system/system-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { readSystemSeries } from '../../../../_server/read-system.ts';

export const GET = defineRoute({
  summary: 'Bundles and points received, processed, failed and quarantined: a day by the minute or 31 days by the hour',
  auth: { verb: 'health.read' },
  query: z.object({ step: z.enum(['minute', 'hour']).default('minute'), study: z.string().max(100).optional() }),
  response: seriesSchema,
  handler: ({ ctx, query }) => readSystemSeries(ctx, query.step, query.study ?? null),
});
