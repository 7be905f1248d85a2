import { z } from 'zod';
import { variableSchema } from '#lib/passive/domain/codebook/variable.ts';
import { listDrawableVariables } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List the variables of one type of a source that can be drawn',
  auth: { verb: 'passive.read' },
  query: z.object({ source: z.guid(), type: z.coerce.number().int() }),
  response: z.object({ items: z.array(variableSchema) }),
  handler: async ({ ctx, query }) => ({
    items: await listDrawableVariables(ctx, { sourceId: query.source, typeId: query.type }),
  }),
});
