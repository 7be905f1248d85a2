import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { statusListSchema, treeNodeSchema, treeQuerySchema } from '#lib/registry/domain/unit-tree.ts';
import { readTree } from '#lib/registry/index.ts';

const { version, pyramid, cursor } = treeQuerySchema.shape;

export const GET = defineRoute({
  summary: 'One level of the tree of units: the children of a unit, or the tops',
  auth: { verb: 'registry.read' },
  query: z.object({
    ...{ version, pyramid, cursor },
    parent: z.guid().optional(),
    status: statusListSchema,
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  response: z.object({ items: z.array(treeNodeSchema), next: z.string().nullable() }),
  handler: ({ ctx, query: { parent, status, ...query } }) =>
    readTree(ctx, { ...query, parentId: parent ?? null, statuses: status }),
});
