import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { bulkOutcomeSchema } from '#lib/sources/domain/source-query.ts';
import { archiveSources, archiveSourcesSchema } from '#lib/sources/index.ts';

export const POST = defineRoute({
  summary: 'Take sources off the dashboard, or bring them back',
  auth: { verb: 'sources.manage' },
  body: archiveSourcesSchema,
  response: bulkOutcomeSchema,
  handler: ({ ctx, body }) => archiveSources(ctx, body),
});
