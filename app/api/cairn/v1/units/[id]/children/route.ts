import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitRowSchema } from '#lib/registry/domain/unit-list-query.ts';
import { listUnitChildren, listUnitChildrenSchema } from '#lib/registry/index.ts';
import { unitParamsSchema } from '../unit-params.ts';

export const GET = defineRoute({
  summary: 'List the units right under a unit',
  auth: { verb: 'registry.read' },
  params: unitParamsSchema,
  query: listUnitChildrenSchema,
  response: z.object({ items: z.array(unitRowSchema), next: z.string().nullable() }),
  handler: ({ ctx, params, query }) => listUnitChildren(ctx, { ...query, unitId: params.id }),
});
