import { z } from 'zod';
import { deliverySchema, listDeliveries } from '#lib/exports/index.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const taskIdsSchema = z
  .string()
  .max(10_000)
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(z.guid().transform((id) => id as TaskId)).max(200));

export const GET = defineRoute({
  summary: 'What becomes of the archives of exports at their destinations; `tasks`: ids with commas between',
  auth: { verb: 'passive.export' },
  query: z.object({ tasks: taskIdsSchema }),
  response: z.object({ items: z.array(deliverySchema), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listDeliveries(ctx, query.tasks), next: null }),
});
