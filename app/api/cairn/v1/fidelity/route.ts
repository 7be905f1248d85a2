import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { fidelitySchema, listFidelity, listFidelitySchema } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'List whether sources deliver as they should',
  auth: { verb: 'sources.read' },
  query: listFidelitySchema,
  response: z.object({ items: z.array(fidelitySchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listFidelity(ctx, query),
});
