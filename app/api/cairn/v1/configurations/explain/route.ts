import { z } from 'zod';
import { explainedConfigurationSchema } from '#lib/passive/domain/configuration-explanation.ts';
import { explainConfiguration } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Say which configuration a device would get, and why',
  auth: { verb: 'sources.read' },
  query: z.object({
    studyId: z.guid(),
    identifier: z.string().max(1024),
    context: z.string().max(1024).default('default'),
  }),
  response: z.object({ configuration: explainedConfigurationSchema.nullable() }),
  handler: async ({ ctx, query }) => ({ configuration: await explainConfiguration(ctx, query) }),
});
