import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { statusListSchema, treeHitSchema, treeSearchSchema } from '#lib/registry/domain/unit-tree.ts';
import { searchTree } from '#lib/registry/index.ts';

const { version, pyramid, cursor, text } = treeSearchSchema.shape;

export const GET = defineRoute({
  summary: 'Units of the tree by a few letters of their names, each with the units above it',
  auth: { verb: 'registry.read' },
  query: z.object({
    ...{ version, pyramid, cursor, text },
    status: statusListSchema,
    limit: z.coerce.number().int().min(1).max(200).default(20),
  }),
  response: z.object({ items: z.array(treeHitSchema), next: z.string().nullable() }),
  handler: ({ ctx, query: { status, ...query } }) => searchTree(ctx, { ...query, statuses: status }),
});
