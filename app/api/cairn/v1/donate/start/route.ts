import { startedSchema } from '#components/donations/donation-data.ts';
import { startDonation, startDonationSchema } from '#lib/donations/index.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Begin a donation as a participant, where the study takes visitors; the answer has the token of the link',
  auth: 'public',
  body: startDonationSchema,
  response: startedSchema,
  status: 201,
  handler: ({ runtime, body, request }) =>
    startDonation({ runtime, remoteAddress: remoteAddressOf(request.headers) }, body),
});
