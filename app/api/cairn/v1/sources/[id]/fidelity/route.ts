import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { fidelitySchema, getFidelity, getVitals, sourceVitalsSchema } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'Whether a source delivers as it should, with its battery and reception where known',
  auth: { verb: 'sources.read' },
  params: z.object({ id: z.guid() }),
  response: fidelitySchema.extend({ vitals: sourceVitalsSchema }),
  handler: async ({ ctx, params }) => ({
    ...(await getFidelity(ctx, params.id)),
    vitals: await getVitals(ctx, params.id),
  }),
});
