import { donationSettingsSchema, getDonationSettings, saveDonationSettings } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { studyParamsSchema } from '../../../donation-params.ts';

export const GET = defineRoute({
  summary: 'How a study takes donated archives',
  auth: { verb: 'donations.manage' },
  isOfNobody: true,
  params: studyParamsSchema,
  response: donationSettingsSchema,
  handler: ({ ctx, params: { key } }) => getDonationSettings(ctx, key),
});

export const PUT = defineRoute({
  summary: 'Change how a study takes donated archives',
  auth: { verb: 'donations.manage' },
  params: studyParamsSchema,
  body: donationSettingsSchema,
  response: donationSettingsSchema,
  handler: ({ ctx, params: { key }, body }) => saveDonationSettings(ctx, key, body),
});
