import { donationPageSchema, requestedDonationSchema } from '#components/donations/donation-data.ts';
import { listDonations, listDonationsSchema, requestDonation, requestDonationSchema } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List requests for donated archives, newest first',
  auth: { verb: 'donations.manage' },
  query: listDonationsSchema,
  response: donationPageSchema,
  handler: ({ ctx, query }) => listDonations(ctx, query),
});

export const POST = defineRoute({
  summary: 'Ask a participant for archives; the answer tells the link this once, and it can be sent by mail',
  auth: { verb: 'donations.manage' },
  body: requestDonationSchema,
  response: requestedDonationSchema,
  status: 201,
  handler: ({ ctx, body, runtime }) =>
    requestDonation(ctx, body, { mail: runtime.mail, publicUrl: runtime.config.publicUrl }),
});
