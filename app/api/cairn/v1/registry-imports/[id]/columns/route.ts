import { importColumnsSchema } from '#components/imports/import-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { getImportColumns } from '#lib/registry/index.ts';
import { importParamsSchema } from '../../import-params.ts';

export const GET = defineRoute({
  summary: 'The columns of an uploaded list with examples, and what they seem to be',
  auth: { verb: 'registry.edit' },
  params: importParamsSchema,
  response: importColumnsSchema,
  handler: ({ ctx, params }) => getImportColumns(ctx, { importId: params.id }),
});
