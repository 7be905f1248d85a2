import { readArchiveAgain } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { donationParamsSchema } from '../../../donation-params.ts';

export const POST = defineRoute({
  summary: 'Have a donated archive read again; nothing is stored twice',
  auth: { verb: 'donations.manage' },
  params: donationParamsSchema,
  status: 204,
  handler: ({ ctx, params: { id } }) => readArchiveAgain(ctx, id),
});
