import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listQuantityBands, quantityBandsSchema, saveQuantityBands } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'How values of each quantity are judged, in bands from the lowest up',
  auth: { verb: 'sources.read' },
  response: z.object({ items: z.array(quantityBandsSchema) }),
  handler: async ({ ctx }) => ({ items: await listQuantityBands(ctx) }),
});

export const PUT = defineRoute({
  summary: 'Decide how values of a quantity are judged',
  auth: { verb: 'alerts.manage' },
  body: quantityBandsSchema,
  response: quantityBandsSchema,
  handler: ({ ctx, body }) => saveQuantityBands(ctx, body),
});
