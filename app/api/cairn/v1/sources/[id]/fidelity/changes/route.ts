import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { fidelityChangeSchema, listFidelityChanges, listFidelityChangesSchema } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'When a source fell silent and when it came back, newest first',
  auth: { verb: 'sources.read' },
  params: z.object({ id: z.guid() }),
  query: listFidelityChangesSchema,
  response: z.object({ items: z.array(fidelityChangeSchema), next: z.string().nullable() }),
  handler: ({ ctx, params, query }) => listFidelityChanges(ctx, { ...query, sourceId: params.id }),
});
