import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { getNode, nodeSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'Get a sensor node',
  auth: { verb: 'sources.read' },
  params: z.object({ id: z.guid() }),
  response: nodeSchema,
  handler: ({ ctx, params }) => getNode(ctx, params.id),
});
