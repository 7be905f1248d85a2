import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { getPublicSite, publicSiteViewSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'What is measured now in the public rooms of a site',
  auth: 'public',
  params: z.object({ id: z.string() }),
  response: publicSiteViewSchema,
  limit: { points: 240, perSeconds: 60 },
  handler: ({ runtime, params }) => getPublicSite({ db: runtime.db, now: new Date() }, params.id),
});
