import { serviceListSchema } from '#components/donations/donation-data.ts';
import { listOwnServices } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List services whose archives can be donated, with what participants read about them',
  auth: { verb: 'donations.manage' },
  isOfNobody: true,
  response: serviceListSchema,
  handler: ({ ctx }) => listOwnServices(ctx),
});
