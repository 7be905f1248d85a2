import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { bulkEditSchema, bulkPreviewSchema } from '#lib/registry/domain/bulk-edit.ts';
import { previewBulkEdit } from '#lib/registry/index.ts';

export const POST = defineRoute({
  summary: 'What a change of many units would do: how many change, and which are skipped',
  auth: { verb: 'registry.edit' },
  body: bulkEditSchema,
  response: bulkPreviewSchema,
  handler: ({ ctx, body }) => previewBulkEdit(ctx, body),
});
