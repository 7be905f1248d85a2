import { z } from 'zod';
import { readOpenQuarantine } from '#lib/passive/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { alertFilterSchema, countAlerts } from '#lib/sources/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../../_server/chosen-study.ts';

const cappedSchema = z.object({ count: z.number(), isMore: z.boolean() });

export const GET = defineRoute({
  summary: 'What waits for the decision of a person',
  auth: 'signed-in',
  query: z.object({ study: z.string().max(100).optional() }),
  response: z.object({ quarantined: cappedSchema, alerts: cappedSchema }),
  handler: async ({ ctx, query }) => {
    const { studyIds } = await chooseStudy(ctx, query.study);
    const sees = studiesWithVerb(ctx.actor, 'sources.read')?.length !== 0;
    const alerts = sees ? await countAlerts(ctx, alertFilterSchema.parse({ study: query.study })) : null;
    return {
      quarantined: await readOpenQuarantine(ctx, { studyIds }),
      alerts: { count: alerts?.waiting ?? 0, isMore: false },
    };
  },
});
