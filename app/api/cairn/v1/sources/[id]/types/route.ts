import { z } from 'zod';
import { sourceTypeSchema } from '#lib/passive/domain/views/view-results.ts';
import { listSourceTypes } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List the types that a source sent, with their totals',
  auth: { verb: 'passive.read' },
  params: z.object({ id: z.guid() }),
  response: z.object({ items: z.array(sourceTypeSchema), next: z.null() }),
  handler: async ({ ctx, params }) => ({ items: await listSourceTypes(ctx, params.id), next: null }),
});
