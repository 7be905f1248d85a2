import { z } from 'zod';
import { listNudgeFailures, listNudgeFailuresSchema, nudgeFailureSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List sources of a study whose last push was not accepted',
  auth: { verb: 'sources.manage' },
  query: listNudgeFailuresSchema,
  response: z.object({ items: z.array(nudgeFailureSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listNudgeFailures(ctx, query),
});
