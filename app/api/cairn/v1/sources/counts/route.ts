import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { sourceCountsSchema } from '#lib/sources/domain/source-query.ts';
import { countSources, sourceFilterSchema } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'Count sources by state',
  auth: { verb: 'sources.read' },
  isOfNobody: true,
  query: sourceFilterSchema,
  response: sourceCountsSchema,
  handler: ({ ctx, query }) => countSources(ctx, query),
});
