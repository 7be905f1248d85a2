import { estimateSchema } from '#components/exports/export-data.ts';
import { estimateExport } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { orderBodySchema, readOrder } from '../order-body.ts';

export const POST = defineRoute({
  summary: 'Say what an order would come to, without giving it',
  auth: { verb: 'passive.export' },
  body: orderBodySchema,
  response: estimateSchema,
  handler: async ({ ctx, body }) => estimateExport(ctx, await readOrder(ctx, body)),
});
