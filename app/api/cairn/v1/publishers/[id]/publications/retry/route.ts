import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { retryPublicationsSchema, tryPublicationsAgain } from '#lib/sensors/index.ts';

export const POST = defineRoute({
  summary: 'Send what was given up once more: all of it, or some',
  auth: { verb: 'destinations.manage' },
  params: z.object({ id: z.guid() }),
  body: retryPublicationsSchema,
  response: z.object({ changed: z.number() }),
  handler: ({ ctx, params, body }) => tryPublicationsAgain(ctx, { ...body, publisherId: params.id }),
});
