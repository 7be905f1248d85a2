import { z } from 'zod';
import { findManagedRequest, listUploads } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { statusParamsSchema } from '../../../../donation-params.ts';

export const GET = defineRoute({
  summary: 'Archives of the participant `<identifier>.json` that were read, oldest first',
  auth: { verb: 'donations.manage' },
  params: statusParamsSchema,
  response: z.array(z.object({ source: z.string(), uploaded: z.string() })),
  handler: async ({ ctx, params: { key, file } }) => {
    const request = await findManagedRequest(ctx, { study: key, identifier: file });
    return request ? listUploads(ctx, request) : [];
  },
});
