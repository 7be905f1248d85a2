import { z } from 'zod';
import { importServerKey, importServerKeyInputSchema } from '#lib/accounts/index.ts';
import { studyViewSchema, viewStudy } from '#lib/accounts/domain/study.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const PUT = defineRoute({
  summary: 'Take over the private key of the server a study comes from',
  auth: { verb: 'studies.manage' },
  params: z.object({ id: z.guid() }),
  body: importServerKeyInputSchema.omit({ studyId: true }),
  response: studyViewSchema,
  handler: async ({ ctx, params, body, runtime: { config } }) => {
    const study = await importServerKey(ctx, { studyId: params.id, ...body }, config);
    return viewStudy(config.publicUrl, study);
  },
});
