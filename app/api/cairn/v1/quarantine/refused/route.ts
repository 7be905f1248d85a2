import { z } from 'zod';
import { refusedItemSchema } from '#lib/passive/domain/refused-views.ts';
import { listRefused, listRefusedSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../../_server/chosen-study.ts';

export const GET = defineRoute({
  summary: 'List uploads that were refused at the door and kept, newest first',
  auth: { verb: 'passive.quarantine' },
  query: listRefusedSchema.extend({ study: z.string().optional() }),
  response: z.object({ items: z.array(refusedItemSchema), next: z.string().nullable() }),
  handler: async ({ ctx, query: { study, ...page } }) => {
    const { studyIds } = await chooseStudy(ctx, study);
    return listRefused(ctx, { ...page, studyIds });
  },
});
