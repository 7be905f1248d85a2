import { z } from 'zod';
import { openRefused } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { respondFile } from '#lib/protocols/cairn/respond-file.ts';

export const GET = defineRoute({
  summary: 'Download the stored bytes of a refused upload',
  auth: { verb: 'passive.quarantine' },
  params: z.object({ id: z.guid() }),
  handler: async ({ ctx, params, request, requestId }) => {
    const { receivedAt, ...file } = await openRefused(ctx, params.id);
    // Whatever a stranger sent: never shown as a page of ours, only saved.
    const contentType = 'application/octet-stream';
    return respondFile(request, { ...file, modifiedAt: receivedAt, contentType }, requestId);
  },
});
