import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { bulkOutcomeSchema } from '#lib/sources/domain/source-query.ts';
import { suppressAlertsSchema, suppressSourcesOfAlerts } from '#lib/sources/index.ts';

export const POST = defineRoute({
  summary: 'Turn off all alerts of the sources behind some alerts; the outcome names the sources',
  auth: { verb: 'sources.manage' },
  body: suppressAlertsSchema,
  response: bulkOutcomeSchema,
  handler: ({ ctx, body }) => suppressSourcesOfAlerts(ctx, body),
});
