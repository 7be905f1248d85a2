import { z } from 'zod';
import { orderPersonalReport, personalReportSchema } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Order a person’s own report: a zip with pages that open without a server; its Task has the file',
  auth: { verb: 'passive.export' },
  params: z.object({ id: z.guid() }),
  body: personalReportSchema,
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, params: { id }, body }) => ({
    taskId: await orderPersonalReport(ctx, { ...body, sourceId: id }),
  }),
});
