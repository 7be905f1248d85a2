import { alertCountsSchema, alertFilterSchema, countAlerts } from '#lib/sources/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Count the open alerts of a filter, by level',
  auth: { verb: 'sources.read' },
  isOfNobody: true,
  query: alertFilterSchema,
  response: alertCountsSchema,
  handler: ({ ctx, query }) => countAlerts(ctx, query),
});
