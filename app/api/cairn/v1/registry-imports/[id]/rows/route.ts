import { z } from 'zod';
import { importRowPageSchema } from '#components/imports/import-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listImportRows } from '#lib/registry/index.ts';
import { importParamsSchema, pageQuerySchema } from '../../import-params.ts';

export const GET = defineRoute({
  summary: 'What is to be said of the rows of an import, by line',
  auth: { verb: 'registry.edit' },
  params: importParamsSchema,
  query: pageQuerySchema.extend({ code: z.string().max(100).optional() }),
  response: importRowPageSchema,
  handler: ({ ctx, params, query: { code = null, cursor = null, limit } }) =>
    listImportRows(ctx, { importId: params.id, code, cursor, limit }),
});
