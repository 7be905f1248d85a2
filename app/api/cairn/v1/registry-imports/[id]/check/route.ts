import { startedSchema } from '#components/imports/import-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { importSettingsSchema, startImportCheck } from '#lib/registry/index.ts';
import { importParamsSchema } from '../../import-params.ts';

export const POST = defineRoute({
  summary: 'Say what an import would do: a task that writes nothing but its report',
  auth: { verb: 'registry.edit' },
  params: importParamsSchema,
  body: importSettingsSchema,
  response: startedSchema,
  status: 202,
  handler: async ({ ctx, params, body }) => ({
    taskId: await startImportCheck(ctx, { importId: params.id, settings: body }),
  }),
});
