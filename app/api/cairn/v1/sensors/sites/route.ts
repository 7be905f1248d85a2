import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  createSite,
  getSensorSite,
  listPlacesSchema,
  listSensorSites,
  siteRowSchema,
  writeSiteSchema,
} from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List sites with sensors by name',
  auth: { verb: 'registry.read' },
  query: listPlacesSchema,
  response: z.object({ items: z.array(siteRowSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listSensorSites(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add a site with sensors',
  auth: { verb: 'registry.edit' },
  body: writeSiteSchema,
  response: siteRowSchema,
  status: 201,
  handler: async ({ ctx, runtime, body }) => {
    const { id } = await createSite(ctx, body, { config: runtime.config });
    return getSensorSite(ctx, id);
  },
});
