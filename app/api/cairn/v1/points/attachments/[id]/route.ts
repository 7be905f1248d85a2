import { Readable } from 'node:stream';
import { z } from 'zod';
import { openAttachment } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Download a file that came with a bundle',
  auth: { verb: 'passive.read' },
  params: z.object({ id: z.guid() }),
  handler: async ({ ctx, params, requestId }) => {
    const file = await openAttachment(ctx, params.id);
    return new Response(Readable.toWeb(file.content) as ReadableStream, {
      headers: {
        // The type is what a device claimed: never shown as a page of ours, only saved.
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
        'content-length': String(file.sizeBytes),
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'x-request-id': requestId,
      },
    });
  },
});
