import { z } from 'zod';
import { dismissByReason, quarantineReasonSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../../_server/chosen-study.ts';

export const POST = defineRoute({
  summary: 'Set everything of a reason aside; it is kept',
  auth: { verb: 'passive.quarantine' },
  body: z.object({ reason: quarantineReasonSchema, study: z.string().nullish() }),
  response: z.object({ count: z.number() }),
  handler: async ({ ctx, body: { reason, study } }) => {
    const { studyIds } = await chooseStudy(ctx, study);
    return { count: await dismissByReason(ctx, { reason, studyIds }) };
  },
});
