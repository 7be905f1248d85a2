import { z } from 'zod';
import { orderFormSchema } from '#components/exports/export-data.ts';
import { getStudy } from '#lib/accounts/index.ts';
import { getExportOrder } from '#lib/exports/index.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'What a part of an export was asked for, to ask for it again',
  auth: { verb: 'passive.export' },
  params: z.object({ id: z.guid().transform((id) => id as TaskId) }),
  response: orderFormSchema,
  handler: async ({ ctx, params }) => {
    const { studyId, order } = await getExportOrder(ctx, params.id);
    const { key } = await getStudy(ctx, studyId);
    return { study: key, ...order };
  },
});
