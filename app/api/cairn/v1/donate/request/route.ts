import { participantSchema } from '#components/donations/donation-data.ts';
import { changeDonation, changeDonationSchema, viewDonation } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { openFrom } from '../participant.ts';

export const GET = defineRoute({
  summary: 'A participant’s own donation, by the token of their link (header X-Cairn-Donation)',
  auth: 'public',
  response: participantSchema,
  handler: async (call) => viewDonation(await openFrom(call), call.runtime.config),
});

export const PATCH = defineRoute({
  summary: 'Choose services, or have no more reminders, as a participant',
  auth: 'public',
  body: changeDonationSchema,
  response: participantSchema,
  handler: async (call) => {
    const { ctx, request } = await openFrom(call);
    const changed = await changeDonation({ ctx, request }, call.body);
    return viewDonation({ ctx, request: changed }, call.runtime.config);
  },
});
