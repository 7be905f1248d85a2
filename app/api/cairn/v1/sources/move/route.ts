import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { bulkOutcomeSchema } from '#lib/sources/domain/source-query.ts';
import { moveSources, moveSourcesSchema } from '#lib/sources/index.ts';

export const POST = defineRoute({
  summary: 'Put sources into a group, a new one, or none',
  auth: { verb: 'sources.manage' },
  body: moveSourcesSchema,
  response: bulkOutcomeSchema,
  handler: ({ ctx, body }) => moveSources(ctx, body),
});
