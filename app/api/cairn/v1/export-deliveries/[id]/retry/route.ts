import { z } from 'zod';
import { deliverySchema, retryDelivery } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Try a delivery again, at once',
  auth: { verb: 'passive.export' },
  params: z.object({ id: z.guid() }),
  response: deliverySchema,
  handler: ({ ctx, params }) => retryDelivery(ctx, params.id),
});
