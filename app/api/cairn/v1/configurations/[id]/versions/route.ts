import { z } from 'zod';
import { listConfigurationVersions } from '#lib/passive/index.ts';
import { configurationVersionSchema } from '#lib/passive/domain/configuration.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List how a device configuration was saved, newest first',
  auth: { verb: 'passive.configure' },
  params: z.object({ id: z.guid() }),
  query: z.object({ cursor: z.string().optional() }),
  response: z.object({ items: z.array(configurationVersionSchema), next: z.string().nullable() }),
  handler: ({ ctx, params, query }) => listConfigurationVersions(ctx, { ...params, ...query }),
});
