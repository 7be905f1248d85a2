import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { bulkOutcomeSchema } from '#lib/sources/domain/source-query.ts';
import { acknowledgeAlerts, acknowledgeAlertsSchema } from '#lib/sources/index.ts';

export const POST = defineRoute({
  summary: 'Note that a person has seen alerts, or take that back',
  auth: { verb: 'sources.manage' },
  body: acknowledgeAlertsSchema,
  response: bulkOutcomeSchema,
  handler: ({ ctx, body }) => acknowledgeAlerts(ctx, body),
});
