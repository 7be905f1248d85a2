import { startedSchema } from '#components/imports/import-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { startImportUndo } from '#lib/registry/index.ts';
import { importParamsSchema } from '../../import-params.ts';

export const POST = defineRoute({
  summary: 'Take a whole import back: a task',
  auth: { verb: 'registry.edit' },
  params: importParamsSchema,
  response: startedSchema,
  status: 202,
  handler: async ({ ctx, params }) => ({ taskId: await startImportUndo(ctx, { importId: params.id }) }),
});
