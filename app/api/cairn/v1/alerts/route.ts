import { z } from 'zod';
import { alertSchema, listAlerts, listAlertsSchema } from '#lib/sources/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List alerts of sources: open ones, or the history',
  auth: { verb: 'sources.read' },
  query: listAlertsSchema,
  response: z.object({ items: z.array(alertSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listAlerts(ctx, query),
});
