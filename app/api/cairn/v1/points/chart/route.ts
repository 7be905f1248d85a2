import { parseInput } from '#lib/platform/http/parse-input.ts';
import { typeChartSchema } from '#lib/passive/domain/views/view-results.ts';
import { readTypeChart, timeWindowSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { typeWindowSchema } from '../point-query.ts';

export const GET = defineRoute({
  summary: 'Read what the chart of one type of a source draws',
  auth: { verb: 'passive.read' },
  query: typeWindowSchema,
  response: typeChartSchema,
  handler: ({ ctx, query }) =>
    readTypeChart(ctx, {
      sourceId: query.source,
      typeId: query.type,
      window: parseInput(timeWindowSchema, query),
    }),
});
