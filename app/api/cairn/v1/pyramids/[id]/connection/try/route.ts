import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { connectionTrialSchema, trialOutcomeSchema } from '#lib/registry/domain/pyramid-connection.ts';
import { tryPyramidConnection } from '#lib/registry/index.ts';

export const POST = defineRoute({
  summary: 'Sign in to a DHIS2 and tell what came of it; nothing is kept',
  auth: { verb: 'registry.edit' },
  params: z.object({ id: z.guid() }),
  body: connectionTrialSchema,
  response: trialOutcomeSchema,
  handler: ({ ctx, params, body, runtime }) =>
    tryPyramidConnection(ctx, { pyramidId: params.id, trial: body }, runtime.config),
});
