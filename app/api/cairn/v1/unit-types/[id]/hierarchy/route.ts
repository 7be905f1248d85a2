import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { typeHierarchySchema } from '#lib/registry/domain/unit-type.ts';
import { getTypeHierarchy } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'Read what may stand under a type, all the way down',
  auth: { verb: 'registry.read' },
  params: z.object({ id: z.guid() }),
  response: typeHierarchySchema,
  handler: ({ ctx, params }) => getTypeHierarchy(ctx, params.id),
});
