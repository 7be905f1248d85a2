import { z } from 'zod';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  expectedIntervalSchema,
  fidelitySchema,
  getFidelity,
  getVitals,
  saveExpectedInterval,
  sourceVitalsSchema,
} from '#lib/sources/index.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Whether a source delivers as it should, with its battery and reception where known',
  auth: { verb: 'sources.read' },
  params,
  response: fidelitySchema.extend({ vitals: sourceVitalsSchema, mayDecide: z.boolean() }),
  handler: async ({ ctx, params: { id } }) => {
    const fidelity = await getFidelity(ctx, id);
    const mayDecide = hasVerb(ctx.actor, 'alerts.manage', { studyId: fidelity.studyId });
    return { ...fidelity, vitals: await getVitals(ctx, id), mayDecide };
  },
});

export const PATCH = defineRoute({
  summary: 'Decide how often one source is expected to deliver',
  auth: { verb: 'alerts.manage' },
  params,
  body: expectedIntervalSchema,
  status: 204,
  handler: ({ ctx, params: { id }, body }) => saveExpectedInterval(ctx, id, body),
});
