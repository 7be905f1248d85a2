import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  changeSiteSchema,
  getOwnSite,
  getSensorSite,
  removeSite,
  siteRowSchema,
  updateSite,
} from '#lib/sensors/index.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Get a site with sensors',
  auth: { verb: 'registry.read' },
  params,
  response: siteRowSchema,
  handler: ({ ctx, params: { id } }) => getSensorSite(ctx, id),
});

export const PATCH = defineRoute({
  summary: 'Change a site with sensors',
  auth: { verb: 'registry.edit' },
  params,
  body: changeSiteSchema,
  response: siteRowSchema,
  handler: async ({ ctx, params: { id }, body }) => {
    await updateSite(ctx, await getOwnSite(ctx, id), body);
    return getSensorSite(ctx, id);
  },
});

export const DELETE = defineRoute({
  summary: 'Take a site with sensors away with its rooms, and what was installed there',
  auth: { verb: 'registry.edit' },
  params,
  status: 204,
  handler: async ({ ctx, params: { id } }) => removeSite(ctx, (await getOwnSite(ctx, id)).id),
});
