import { startedSchema } from '#components/imports/import-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { importSettingsSchema, startImportRun } from '#lib/registry/index.ts';
import { importParamsSchema } from '../../import-params.ts';

export const POST = defineRoute({
  summary: 'Bring an import in, all of it or nothing: a task',
  auth: { verb: 'registry.edit' },
  params: importParamsSchema,
  body: importSettingsSchema,
  response: startedSchema,
  status: 202,
  handler: async ({ ctx, params, body }) => ({
    taskId: await startImportRun(ctx, { importId: params.id, settings: body }),
  }),
});
