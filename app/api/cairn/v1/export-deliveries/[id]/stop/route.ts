import { z } from 'zod';
import { deliverySchema, stopDelivery } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Give up on a delivery',
  auth: { verb: 'passive.export' },
  params: z.object({ id: z.guid() }),
  response: deliverySchema,
  handler: ({ ctx, params }) => stopDelivery(ctx, params.id),
});
