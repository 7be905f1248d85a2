import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { nearQuerySchema, nearUnitSchema } from '#lib/registry/domain/near-units.ts';
import { listNearUnits } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'Units (valid ones unless asked otherwise) around a position, nearest first',
  auth: { verb: 'registry.read' },
  query: nearQuerySchema,
  response: z.object({ items: z.array(nearUnitSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listNearUnits(ctx, query),
});
