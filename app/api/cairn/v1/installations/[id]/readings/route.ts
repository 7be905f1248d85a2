import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { respondDownload } from '#lib/protocols/cairn/respond-file.ts';
import { exportReadings, exportReadingsSchema } from '#lib/sensors/index.ts';

const contentType = 'text/csv; charset=utf-8; header=present';

export const GET = defineRoute({
  summary: 'Download what a sensor node observed during an installation as CSV',
  auth: { verb: 'passive.read' },
  params: z.object({ id: z.guid() }),
  query: exportReadingsSchema,
  handler: async ({ ctx, params, query, requestId }) => {
    const { fileName, content } = await exportReadings(ctx, params.id, query);
    return respondDownload({ name: fileName, contentType, content }, requestId);
  },
});
