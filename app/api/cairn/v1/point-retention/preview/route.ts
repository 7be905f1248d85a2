import { previewRetention, retentionDraftSchema, retentionPreviewSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Tell about how many points a rule would remove now',
  auth: { verb: 'studies.manage' },
  body: retentionDraftSchema,
  response: retentionPreviewSchema,
  handler: ({ ctx, body }) => previewRetention(ctx, body),
});
