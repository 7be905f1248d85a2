import { Readable } from 'node:stream';
import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { exportReadings, exportReadingsSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'Download what a sensor node observed during an installation as CSV',
  auth: { verb: 'passive.read' },
  params: z.object({ id: z.guid() }),
  query: exportReadingsSchema,
  handler: async ({ ctx, params, query, requestId }) => {
    const { fileName, content } = await exportReadings(ctx, params.id, query);
    return new Response(Readable.toWeb(content) as ReadableStream, {
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${fileName}"`,
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'x-request-id': requestId,
      },
    });
  },
});
