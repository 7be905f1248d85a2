import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { bulkOutcomeSchema } from '#lib/sources/domain/source-query.ts';
import { suppressSources, suppressSourcesSchema } from '#lib/sources/index.ts';

export const POST = defineRoute({
  summary: 'Turn alerts about sources off or on',
  auth: { verb: 'sources.manage' },
  body: suppressSourcesSchema,
  response: bulkOutcomeSchema,
  handler: ({ ctx, body }) => suppressSources(ctx, body),
});
