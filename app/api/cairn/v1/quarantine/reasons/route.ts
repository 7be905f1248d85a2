import { z } from 'zod';
import { quarantineGroupSchema } from '#lib/passive/domain/quarantine-views.ts';
import { countRefused, listQuarantineReasons } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../../_server/chosen-study.ts';

export const GET = defineRoute({
  summary: 'Count what was not understood by reason, and the uploads that were refused',
  auth: { verb: 'passive.quarantine' },
  isOfNobody: true,
  query: z.object({ study: z.string().optional() }),
  response: z.object({ items: z.array(quarantineGroupSchema), refused: z.number(), next: z.null() }),
  handler: async ({ ctx, query }) => {
    const { studyIds } = await chooseStudy(ctx, query.study);
    const [items, refused] = await Promise.all([listQuarantineReasons(ctx, studyIds), countRefused(ctx, studyIds)]);
    return { items, refused, next: null };
  },
});
