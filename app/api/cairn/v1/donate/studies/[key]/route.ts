import { z } from 'zod';
import { offerSchema } from '#components/donations/donation-data.ts';
import { getOffer } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'What a study takes from participants who begin by themselves',
  auth: 'public',
  params: z.object({ key: z.string().max(100) }),
  response: offerSchema,
  handler: ({ runtime, params: { key } }) => getOffer(runtime, key),
});
