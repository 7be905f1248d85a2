import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  installedNodeSchema,
  installNode,
  installNodeSchema,
  listInstalledNodes,
  listInstalledSchema,
} from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List installations of sensor nodes, those that began last first',
  auth: { verb: 'sources.read' },
  query: listInstalledSchema,
  response: z.object({ items: z.array(installedNodeSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listInstalledNodes(ctx, query),
});

export const POST = defineRoute({
  summary: 'Put a sensor node into a room; where it is now it ends then',
  auth: { verb: 'sources.manage' },
  body: installNodeSchema,
  response: installedNodeSchema,
  status: 201,
  handler: ({ ctx, body }) => installNode(ctx, body),
});
