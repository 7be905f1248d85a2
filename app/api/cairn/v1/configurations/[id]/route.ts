import { z } from 'zod';
import {
  archiveConfiguration,
  configurationSchema,
  getConfiguration,
  updateConfiguration,
  updateConfigurationSchema,
} from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Get a device configuration',
  auth: { verb: 'passive.configure' },
  params: paramsSchema,
  response: configurationSchema,
  handler: ({ ctx, params }) => getConfiguration(ctx, params.id),
});

export const PUT = defineRoute({
  summary: 'Replace a device configuration',
  auth: { verb: 'passive.configure' },
  params: paramsSchema,
  body: updateConfigurationSchema.omit({ id: true }),
  response: configurationSchema,
  handler: ({ ctx, params, body }) => updateConfiguration(ctx, { ...body, id: params.id }),
});

export const DELETE = defineRoute({
  summary: 'Take a device configuration out of use',
  auth: { verb: 'passive.configure' },
  params: paramsSchema,
  status: 204,
  handler: ({ ctx, params }) => archiveConfiguration(ctx, params.id),
});
