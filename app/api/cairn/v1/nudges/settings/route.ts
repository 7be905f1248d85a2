import { z } from 'zod';
import { getNudgeStatus, nudgeStatusSchema, saveNudgeSettings, saveNudgeSettingsSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Get when the phones of a study are woken, and their push tokens in numbers',
  auth: { verb: 'sources.manage' },
  query: z.object({ study: z.string().max(100) }),
  response: nudgeStatusSchema,
  handler: ({ ctx, query, runtime }) => getNudgeStatus(ctx, query.study, runtime.push),
});

export const PUT = defineRoute({
  summary: 'Decide when the phones of a study are woken',
  auth: { verb: 'sources.manage' },
  body: saveNudgeSettingsSchema,
  response: nudgeStatusSchema,
  handler: async ({ ctx, body, runtime }) => {
    await saveNudgeSettings(ctx, body);
    return getNudgeStatus(ctx, body.study, runtime.push);
  },
});
