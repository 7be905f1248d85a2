import { z } from 'zod';
import { alertCheckSchema, alertFilterSchema, listAlertChecks } from '#lib/sources/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List the checks that have alerts in a filter',
  auth: { verb: 'sources.read' },
  isOfNobody: true,
  query: alertFilterSchema,
  response: z.object({ items: z.array(alertCheckSchema), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listAlertChecks(ctx, query), next: null }),
});
