import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { registeredRowSchema, registerNodes, registerNodesSchema } from '#lib/sensors/index.ts';

export const POST = defineRoute({
  summary: 'Register the sensor nodes of a list, and tell what became of each line',
  auth: { verb: 'sources.manage' },
  body: registerNodesSchema,
  response: z.object({ items: z.array(registeredRowSchema) }),
  handler: async ({ ctx, body }) => ({ items: await registerNodes(ctx, body) }),
});
