import { openArchive } from '#lib/donations/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { isContinuation, respondFile } from '#lib/protocols/cairn/respond-file.ts';
import { donationParamsSchema } from '../../../donation-params.ts';

export const GET = defineRoute({
  summary: 'Download a donated archive; every download is in the audit log, a cut one goes on with Range',
  auth: { verb: 'donations.open' },
  params: donationParamsSchema,
  handler: async ({ ctx, params: { id }, request, requestId, runtime }) => {
    const { secret } = runtime.config;
    const archive = await openArchive(ctx, { fileId: id, secret, isContinuation: isContinuation(request) });
    return respondFile(request, { ...archive, contentType: 'application/octet-stream' }, requestId);
  },
});
