import { previewSensitive, previewSensitiveSchema, sensitivePreviewSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Tell which variables of the codebook a pattern would take off',
  auth: { verb: 'passive.configure' },
  body: previewSensitiveSchema,
  response: sensitivePreviewSchema,
  handler: ({ ctx, body }) => previewSensitive(ctx, body),
});
