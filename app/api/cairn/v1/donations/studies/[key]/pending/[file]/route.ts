import { z } from 'zod';
import { findManagedRequest, listPending } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { statusParamsSchema } from '../../../../donation-params.ts';

export const GET = defineRoute({
  summary: 'Services that the participant `<identifier>.json` was asked for and of which nothing has come yet',
  auth: { verb: 'donations.manage' },
  params: statusParamsSchema,
  response: z.array(z.string()),
  handler: async ({ ctx, params: { key, file } }) => {
    const request = await findManagedRequest(ctx, { study: key, identifier: file });
    return request ? listPending(request) : [];
  },
});
