import { z } from 'zod';
import { openAttachment } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { respondDownload } from '#lib/protocols/cairn/respond-file.ts';

/** A device may claim any type: what it sent is only ever saved. */
const contentType = 'application/octet-stream';

export const GET = defineRoute({
  summary: 'Download a file that came with a bundle',
  auth: { verb: 'passive.read' },
  params: z.object({ id: z.guid() }),
  handler: async ({ ctx, params, requestId }) => {
    const { fileName, sizeBytes, content } = await openAttachment(ctx, params.id);
    return respondDownload({ name: fileName, contentType, content, sizeBytes }, requestId);
  },
});
