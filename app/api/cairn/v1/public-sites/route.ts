import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listPublicSites, listPublicSitesSchema, publicSiteRowSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List sites that have public installations, by name',
  auth: 'public',
  query: listPublicSitesSchema,
  response: z.object({ items: z.array(publicSiteRowSchema), next: z.string().nullable() }),
  limit: { points: 120, perSeconds: 60 },
  handler: ({ runtime, query }) => listPublicSites({ db: runtime.db, now: new Date() }, query),
});
