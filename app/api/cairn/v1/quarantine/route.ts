import { z } from 'zod';
import { quarantinedItemSchema } from '#lib/passive/domain/quarantine-views.ts';
import { listQuarantined, listQuarantinedSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../_server/chosen-study.ts';

export const GET = defineRoute({
  summary: 'List what was not understood, newest first',
  auth: { verb: 'passive.quarantine' },
  query: listQuarantinedSchema.extend({ study: z.string().optional() }),
  response: z.object({ items: z.array(quarantinedItemSchema), next: z.string().nullable() }),
  handler: async ({ ctx, query: { study, ...page } }) => {
    const { studyIds } = await chooseStudy(ctx, study);
    return listQuarantined(ctx, { ...page, studyIds });
  },
});
