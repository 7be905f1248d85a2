import { z } from 'zod';
import { getStudyByKey } from '#lib/accounts/index.ts';
import { readStudySources, sourceListReportSchema, writeStudySources } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Download the sources of a study as a tab-separated list',
  auth: { verb: 'sources.read' },
  query: z.object({ study: z.string().max(100) }),
  handler: async ({ ctx, query, requestId }) => {
    const study = await getStudyByKey(ctx, query.study);
    return new Response(await writeStudySources(ctx, study), {
      headers: {
        'content-type': 'text/tab-separated-values; charset=utf-8',
        'content-disposition': `attachment; filename="data-sources-${study.key}.txt"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'x-request-id': requestId,
      },
    });
  },
});

export const POST = defineRoute({
  summary: 'Bring sources, groups and direct configurations of a study in line with a list: all of it, or nothing',
  auth: { verb: 'sources.manage' },
  body: z.strictObject({ study: z.string().max(100), text: z.string(), isDryRun: z.boolean() }),
  response: sourceListReportSchema,
  handler: async ({ ctx, body: { study, ...list } }) =>
    readStudySources(ctx, { study: await getStudyByKey(ctx, study), ...list }),
});
