import { z } from 'zod';
import { readOpenQuarantine } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../../_server/chosen-study.ts';

export const GET = defineRoute({
  summary: 'What waits for the decision of a person',
  auth: 'signed-in',
  query: z.object({ study: z.string().max(100).optional() }),
  response: z.object({ quarantined: z.object({ count: z.number(), isMore: z.boolean() }) }),
  handler: async ({ ctx, query }) => {
    const { studyIds } = await chooseStudy(ctx, query.study);
    return { quarantined: await readOpenQuarantine(ctx, { studyIds }) };
  },
});
