import { parseInput } from '#lib/platform/http/parse-input.ts';
import { densitySchema } from '#lib/passive/domain/views/view-results.ts';
import { readDensity, timeWindowSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { sourceWindowSchema } from '../point-query.ts';

export const GET = defineRoute({
  summary: 'Count the points of a source over time, by type and by time of receipt',
  auth: { verb: 'passive.read' },
  query: sourceWindowSchema,
  response: densitySchema,
  handler: ({ ctx, query }) =>
    readDensity(ctx, { sourceId: query.source, window: parseInput(timeWindowSchema, query) }),
});
