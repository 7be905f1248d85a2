import { importSchema } from '#components/imports/import-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { getImport } from '#lib/registry/index.ts';
import { importParamsSchema } from '../import-params.ts';

export const GET = defineRoute({
  summary: 'An import of places with its numbers and the first rows of its report',
  auth: { verb: 'registry.edit' },
  params: importParamsSchema,
  response: importSchema,
  handler: ({ ctx, params }) => getImport(ctx, { importId: params.id }),
});
