import { getPoint, pointAddressSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Get one point as the device sent it, every digit kept',
  auth: { verb: 'passive.read' },
  query: pointAddressSchema,
  handler: async ({ ctx, query, requestId }) => {
    const { json } = await getPoint(ctx, query);
    // The text goes out as it is: parsing it would round numbers that JavaScript cannot hold.
    return new Response(json, {
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId },
    });
  },
});
