import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listSensors, listSensorsSchema, sensorRowSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List sensor nodes with where they are, how they deliver and what they measured last',
  auth: { verb: 'sources.read' },
  query: listSensorsSchema,
  response: z.object({ items: z.array(sensorRowSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listSensors(ctx, query),
});
