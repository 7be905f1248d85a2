import { z } from 'zod';
import { listedTraceSchema, listTraces, listTracesSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../_server/chosen-study.ts';

export const GET = defineRoute({
  summary: 'List and search what became of uploads and their points, step by step, newest first',
  auth: { verb: 'passive.read' },
  query: listTracesSchema.extend({ study: z.string().max(100).optional() }),
  response: z.object({ items: z.array(listedTraceSchema), next: z.string().nullable() }),
  handler: async ({ ctx, query: { study, ...query } }) => {
    const { studyIds } = await chooseStudy(ctx, study);
    return listTraces(ctx, { ...query, studyIds });
  },
});
