import { z } from 'zod';
import { configurationSchema, restoreConfiguration } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Bring a former version of a device configuration back, as a new one',
  auth: { verb: 'passive.configure' },
  params: z.object({ id: z.guid() }),
  body: z.strictObject({ version: z.int().min(1) }),
  response: configurationSchema,
  handler: ({ ctx, params, body }) => restoreConfiguration(ctx, { ...params, ...body }),
});
