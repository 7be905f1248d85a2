import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { bulkOutcomeSchema } from '#lib/sources/domain/source-query.ts';
import { assignConfiguration, assignConfigurationSchema } from '#lib/sources/index.ts';

export const POST = defineRoute({
  summary: 'Assign a configuration to sources, or take the assignment away',
  auth: { verb: 'passive.configure' },
  body: assignConfigurationSchema,
  response: bulkOutcomeSchema,
  handler: ({ ctx, body }) => assignConfiguration(ctx, body),
});
