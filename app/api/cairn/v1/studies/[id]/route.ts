import { z } from 'zod';
import { getStudy, updateStudy, updateStudyInputSchema } from '#lib/accounts/index.ts';
import { studyViewSchema, viewStudy } from '#lib/accounts/domain/study.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Show a study',
  auth: { verb: 'studies.read' },
  params,
  response: studyViewSchema,
  handler: async ({ ctx, params: { id }, runtime }) => viewStudy(runtime.config.publicUrl, await getStudy(ctx, id)),
});

export const PATCH = defineRoute({
  summary: 'Change the settings of a study',
  auth: { verb: 'studies.manage' },
  params,
  body: updateStudyInputSchema,
  response: studyViewSchema,
  handler: async ({ ctx, params: { id }, body, runtime }) =>
    viewStudy(runtime.config.publicUrl, await updateStudy(ctx, { studyId: id, ...body })),
});
