import { begunFileSchema } from '#components/donations/donation-data.ts';
import { beginFile, beginFileSchema } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { openFrom } from '../participant.ts';

export const POST = defineRoute({
  summary: 'Begin an upload as a participant, or go on with one that was cut off',
  auth: 'public',
  body: beginFileSchema,
  response: begunFileSchema,
  status: 201,
  handler: async (call) =>
    beginFile(await openFrom(call), { ...call.body, maxBytes: call.runtime.config.maxDonationBytes }),
});
