import { exportCodebook, exportCodebookSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { respondDownload } from '#lib/protocols/cairn/respond-file.ts';

export const GET = defineRoute({
  summary: 'Download the codebook as CSV, XLSX, JSON or Markdown',
  auth: { verb: 'passive.read' },
  query: exportCodebookSchema,
  handler: async ({ ctx, query, requestId }) => respondDownload(await exportCodebook(ctx, query), requestId),
});
