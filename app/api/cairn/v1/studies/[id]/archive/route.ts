import { z } from 'zod';
import { archiveStudy } from '#lib/accounts/index.ts';
import { studyViewSchema, viewStudy } from '#lib/accounts/domain/study.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Close a study: its addresses answer no more, its data stays',
  auth: { verb: 'studies.manage' },
  params: z.object({ id: z.guid() }),
  response: studyViewSchema,
  handler: async ({ ctx, params, runtime }) => viewStudy(runtime.config.publicUrl, await archiveStudy(ctx, params.id)),
});
