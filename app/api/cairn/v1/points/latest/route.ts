import { z } from 'zod';
import { latestPointSchema } from '#lib/passive/domain/views/view-results.ts';
import { latestPointsSchema, listLatestPoints } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../../_server/chosen-study.ts';

export const GET = defineRoute({
  summary: 'List the newest points of a source, of a study, or of all studies, of every type, by device time',
  auth: { verb: 'passive.read' },
  query: latestPointsSchema.extend({ source: z.guid().optional(), study: z.string().max(100).optional() }),
  response: z.object({ items: z.array(latestPointSchema), next: z.string().nullable() }),
  handler: async ({ ctx, query: { source, study, ...page } }) => {
    if (source !== undefined) return listLatestPoints(ctx, { ...page, of: { sourceId: source } });
    const { studyIds } = await chooseStudy(ctx, study);
    return listLatestPoints(ctx, { ...page, of: { studyIds } });
  },
});
