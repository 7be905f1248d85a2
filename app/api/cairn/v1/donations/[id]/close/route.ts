import { donationSchema } from '#components/donations/donation-data.ts';
import { closeDonation } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { donationParamsSchema } from '../../donation-params.ts';

export const POST = defineRoute({
  summary: 'Close a request: its links work no longer, what came stays',
  auth: { verb: 'donations.manage' },
  params: donationParamsSchema,
  response: donationSchema,
  handler: ({ ctx, params: { id } }) => closeDonation(ctx, id),
});
