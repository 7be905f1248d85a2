import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { countSensors, sensorCountsSchema, sensorFilterSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'Count sensor nodes by how they deliver',
  auth: { verb: 'sources.read' },
  query: sensorFilterSchema,
  response: sensorCountsSchema,
  handler: ({ ctx, query }) => countSensors(ctx, query),
});
