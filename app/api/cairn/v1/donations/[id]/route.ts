import { donationDetailSchema } from '#components/donations/donation-data.ts';
import { getDonation } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { donationParamsSchema } from '../donation-params.ts';

export const GET = defineRoute({
  summary: 'A request for donated archives, with what came',
  auth: { verb: 'donations.manage' },
  params: donationParamsSchema,
  response: donationDetailSchema,
  handler: ({ ctx, params: { id } }) => getDonation(ctx, id),
});
