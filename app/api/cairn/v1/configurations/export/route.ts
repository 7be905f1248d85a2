import { z } from 'zod';
import { exportConfigurations } from '#lib/passive/index.ts';
import { configurationFileSchema } from '#lib/passive/domain/configuration.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Get the device configurations of a study as a file for another',
  auth: { verb: 'passive.configure' },
  query: z.object({ studyId: z.guid() }),
  response: configurationFileSchema,
  handler: ({ ctx, query }) => exportConfigurations(ctx, query),
});
