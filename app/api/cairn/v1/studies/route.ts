import { z } from 'zod';
import { createStudy, createStudyInputSchema, listStudies } from '#lib/accounts/index.ts';
import { studyViewSchema, viewStudy } from '#lib/accounts/domain/study.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List studies with their addresses and settings',
  auth: { verb: 'studies.read' },
  query: z.object({ archived: z.stringbool().default(false) }),
  response: z.object({ items: z.array(studyViewSchema), next: z.null() }),
  handler: async ({ ctx, query, runtime }) => {
    const studies = await listStudies(ctx, { withArchived: query.archived });
    return { items: studies.map((study) => viewStudy(runtime.config.publicUrl, study)), next: null };
  },
});

export const POST = defineRoute({
  summary: 'Create a study',
  auth: { verb: 'studies.manage' },
  body: createStudyInputSchema,
  response: studyViewSchema,
  status: 201,
  handler: async ({ ctx, body, runtime: { config } }) =>
    viewStudy(config.publicUrl, await createStudy(ctx, body, config)),
});
