import { z } from 'zod';
import {
  configurationSchema,
  createConfiguration,
  createConfigurationSchema,
  listConfigurations,
} from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List device configurations in the order of evaluation',
  auth: { verb: 'passive.configure' },
  query: z.object({ studyId: z.guid().optional() }),
  response: z.object({ items: z.array(configurationSchema), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listConfigurations(ctx, query), next: null }),
});

export const POST = defineRoute({
  summary: 'Add a device configuration',
  auth: { verb: 'passive.configure' },
  body: createConfigurationSchema,
  response: configurationSchema,
  status: 201,
  handler: ({ ctx, body }) => createConfiguration(ctx, body),
});
