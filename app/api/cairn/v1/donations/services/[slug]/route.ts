import { z } from 'zod';
import { changeServiceSchema, saveService, serviceSchema, serviceSlugSchema } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const PUT = defineRoute({
  summary: 'Say what participants read about a service, or add one whose archives are kept sealed',
  auth: { verb: 'donations.manage' },
  params: z.object({ slug: serviceSlugSchema }),
  body: changeServiceSchema,
  response: serviceSchema,
  handler: ({ ctx, params: { slug }, body }) => saveService(ctx, slug, body),
});
