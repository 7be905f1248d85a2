import { z } from 'zod';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { linesSchema } from '#lib/passive/domain/views/view-results.ts';
import { readVariableChart, timeWindowSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { typeWindowSchema } from '../../point-query.ts';

export const GET = defineRoute({
  summary: 'Read the numbers of one variable of a source over time',
  auth: { verb: 'passive.read' },
  query: typeWindowSchema.extend({ path: z.string().min(1).max(500) }),
  response: linesSchema,
  handler: ({ ctx, query }) =>
    readVariableChart(ctx, {
      sourceId: query.source,
      typeId: query.type,
      path: query.path,
      window: parseInput(timeWindowSchema, query),
    }),
});
