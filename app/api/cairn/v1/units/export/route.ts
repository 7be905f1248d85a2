import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { orderUnitExport, unitExportSchema } from '#lib/registry/index.ts';

export const POST = defineRoute({
  summary: 'Order a file of units: CSV, XLSX, GeoPackage, GeoJSON or Parquet',
  auth: { verb: 'registry.read' },
  body: unitExportSchema,
  response: z.object({ taskId: z.guid() }),
  status: 202,
  handler: async ({ ctx, body }) => ({ taskId: await orderUnitExport(ctx, body) }),
});
