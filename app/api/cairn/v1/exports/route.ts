import { z } from 'zod';
import { exportPageSchema, orderedSchema } from '#components/exports/export-data.ts';
import { listExports, orderExport } from '#lib/exports/index.ts';
import { maxTasksPerPage } from '#lib/platform/tasks/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../_server/chosen-study.ts';
import { orderBodySchema, readOrder } from './order-body.ts';

export const GET = defineRoute({
  summary: 'List exports, newest first: a task for each part',
  auth: { verb: 'passive.export' },
  query: z.object({
    study: z.string().max(100).optional(),
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(maxTasksPerPage).default(50),
  }),
  response: exportPageSchema,
  handler: async ({ ctx, query: { study, cursor, limit } }) => {
    const { studyIds } = await chooseStudy(ctx, study);
    return listExports(ctx, { studyId: studyIds?.[0] ?? null, cursor: cursor ?? null, limit });
  },
});

export const POST = defineRoute({
  summary: 'Order an export',
  auth: { verb: 'passive.export' },
  body: orderBodySchema,
  response: orderedSchema,
  status: 202,
  handler: async ({ ctx, body }) => orderExport(ctx, await readOrder(ctx, body)),
});
