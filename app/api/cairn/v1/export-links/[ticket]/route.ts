import { z } from 'zod';
import { openMailedFile } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { isContinuation, respondFile } from '#lib/protocols/cairn/respond-file.ts';

export const GET = defineRoute({
  summary: 'Download the export behind a mailed link; a cut download goes on with Range',
  auth: 'public',
  limit: { points: 60, perSeconds: 60 },
  params: z.object({ ticket: z.string().min(20).max(1000) }),
  handler: async ({ runtime, params, request, requestId }) => {
    const file = await openMailedFile(runtime, params.ticket, { isContinuation: isContinuation(request) });
    const served = { ...file, modifiedAt: file.finishedAt, contentType: 'application/zip' };
    return respondFile(request, served, requestId);
  },
});
