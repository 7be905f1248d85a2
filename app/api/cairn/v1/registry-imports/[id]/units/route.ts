import { z } from 'zod';
import { importUnitPageSchema } from '#components/imports/import-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listImportUnits, unitActs } from '#lib/registry/index.ts';
import { importParamsSchema, pageQuerySchema } from '../../import-params.ts';

export const GET = defineRoute({
  summary: 'What would happen to each place of an import, or has, by line',
  auth: { verb: 'registry.edit' },
  params: importParamsSchema,
  query: pageQuerySchema.extend({ act: z.enum(unitActs).optional() }),
  response: importUnitPageSchema,
  handler: ({ ctx, params, query: { act = null, cursor = null, limit } }) =>
    listImportUnits(ctx, { importId: params.id, act, cursor, limit }),
});
