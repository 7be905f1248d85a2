import { z } from 'zod';
import { quarantineGroupSchema } from '#lib/passive/domain/quarantine-views.ts';
import { listQuarantineReasons } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../../_server/chosen-study.ts';

export const GET = defineRoute({
  summary: 'Count what was not understood by reason',
  auth: { verb: 'passive.quarantine' },
  query: z.object({ study: z.string().optional() }),
  response: z.object({ items: z.array(quarantineGroupSchema), next: z.null() }),
  handler: async ({ ctx, query }) => {
    const { studyIds } = await chooseStudy(ctx, query.study);
    return { items: await listQuarantineReasons(ctx, studyIds), next: null };
  },
});
