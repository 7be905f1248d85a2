import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { bulkEditSchema } from '#lib/registry/domain/bulk-edit.ts';
import { bulkEditUnits } from '#lib/registry/index.ts';

export const POST = defineRoute({
  summary: 'Change status, type and groups of many units, as a task',
  auth: { verb: 'registry.edit' },
  body: bulkEditSchema,
  response: z.object({ taskId: z.guid() }),
  status: 202,
  handler: ({ ctx, body }) => bulkEditUnits(ctx, body),
});
