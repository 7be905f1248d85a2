import { z } from 'zod';
import { replayByReason, replayByReasonSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../../_server/chosen-study.ts';

export const POST = defineRoute({
  summary: 'Start a task that reads everything of a reason, or of all, again',
  auth: { verb: 'passive.quarantine' },
  body: replayByReasonSchema.omit({ studyIds: true }).extend({ study: z.string().nullish() }),
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, body: { study, ...rest } }) => {
    const { studyIds } = await chooseStudy(ctx, study);
    return { taskId: await replayByReason(ctx, { ...rest, studyIds: studyIds === null ? null : [...studyIds] }) };
  },
});
