import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { respondDownload } from '#lib/protocols/cairn/respond-file.ts';
import { exportIssues, issueFilterSchema, issueReportName } from '#lib/sources/index.ts';

const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const GET = defineRoute({
  summary: 'Download device issues as an XLSX workbook with the columns of pdk-issues',
  auth: { verb: 'sources.read' },
  query: issueFilterSchema,
  handler: ({ ctx, query, requestId }) => {
    const content = exportIssues(ctx, query);
    return Promise.resolve(respondDownload({ name: issueReportName, contentType, content }, requestId));
  },
});
