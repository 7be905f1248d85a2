import { Readable } from 'node:stream';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { exportIssues, issueFilterSchema, issueReportName } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'Download device issues as an XLSX workbook with the columns of pdk-issues',
  auth: { verb: 'sources.read' },
  query: issueFilterSchema,
  handler: ({ ctx, query, requestId }) =>
    Promise.resolve(
      new Response(Readable.toWeb(exportIssues(ctx, query)) as ReadableStream, {
        headers: {
          'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          'content-disposition': `attachment; filename="${issueReportName}"`,
          'content-security-policy': 'sandbox',
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, no-store',
          'x-request-id': requestId,
        },
      }),
    ),
});
