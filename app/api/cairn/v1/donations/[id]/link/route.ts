import { requestedDonationSchema } from '#components/donations/donation-data.ts';
import { renewDonationLink, renewLinkSchema } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { donationParamsSchema } from '../../donation-params.ts';

export const POST = defineRoute({
  summary: 'Give out a further link of a request, with further days where wished; told this once',
  auth: { verb: 'donations.manage' },
  params: donationParamsSchema,
  body: renewLinkSchema,
  response: requestedDonationSchema,
  status: 201,
  handler: ({ ctx, params: { id }, body, runtime }) =>
    renewDonationLink(ctx, { ...body, id }, { mail: runtime.mail, publicUrl: runtime.config.publicUrl }),
});
