import { Readable } from 'node:stream';
import { exportCodebook, exportCodebookSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Download the codebook as CSV, XLSX, JSON or Markdown',
  auth: { verb: 'passive.read' },
  query: exportCodebookSchema,
  handler: async ({ ctx, query, requestId }) => {
    const file = await exportCodebook(ctx, query);
    return new Response(Readable.toWeb(file.content) as ReadableStream, {
      headers: {
        'content-type': file.contentType,
        'content-disposition': `attachment; filename="${file.name}"`,
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'x-request-id': requestId,
      },
    });
  },
});
