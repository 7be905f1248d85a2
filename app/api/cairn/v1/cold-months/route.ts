import { z } from 'zod';
import { coldMonthSchema, listColdMonths } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List months whose points left the database as Parquet files',
  auth: { verb: 'passive.read' },
  isOfNobody: true,
  response: z.object({ items: z.array(coldMonthSchema), next: z.null() }),
  handler: async ({ ctx }) => ({ items: await listColdMonths(ctx), next: null }),
});
