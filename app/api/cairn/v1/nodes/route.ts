import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listNodes, listNodesSchema, nodeSchema, registerNode, registerNodeSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List sensor nodes by name',
  auth: { verb: 'sources.read' },
  query: listNodesSchema,
  response: z.object({ items: z.array(nodeSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listNodes(ctx, query),
});

export const POST = defineRoute({
  summary: 'Register a sensor node',
  auth: { verb: 'sources.manage' },
  body: registerNodeSchema,
  response: nodeSchema,
  status: 201,
  handler: ({ ctx, body }) => registerNode(ctx, body),
});
