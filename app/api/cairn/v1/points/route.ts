import { z } from 'zod';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { pointTableRowSchema } from '#lib/passive/domain/views/view-results.ts';
import { listPoints, timeWindowSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { pageQuerySchema } from './point-query.ts';

const querySchema = pageQuerySchema.extend({
  source: z.guid(),
  type: z.coerce.number().int(),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
});

export const GET = defineRoute({
  summary: 'List the points of one type of a source, newest first',
  auth: { verb: 'passive.read' },
  query: querySchema,
  response: z.object({ items: z.array(pointTableRowSchema), next: z.string().nullable() }),
  handler: ({ ctx, query: { source, type, from, to, cursor, limit } }) => {
    const window = from === undefined && to === undefined ? null : parseInput(timeWindowSchema, { from, to });
    return listPoints(ctx, { sourceId: source, typeId: type, window, cursor, limit });
  },
});
