import { z } from 'zod';
import { exportableTypeSchema } from '#components/exports/export-data.ts';
import { getStudyByKey } from '#lib/accounts/index.ts';
import { exportOrderSchema, listExportableTypes } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const { sourceIds, groupIds } = exportOrderSchema.shape;

export const POST = defineRoute({
  summary: 'List the types that some sources, or all of a study, have sent',
  auth: { verb: 'passive.export' },
  body: z.object({ study: z.string().max(100), sourceIds, groupIds }),
  response: z.object({ items: z.array(exportableTypeSchema), next: z.null() }),
  handler: async ({ ctx, body: { study, ...chosen } }) => {
    const { id: studyId } = await getStudyByKey(ctx, study);
    return { items: await listExportableTypes(ctx, { studyId, ...chosen }), next: null };
  },
});
