import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitChangePageSchema } from '#lib/registry/domain/unit-history.ts';
import { listUnitChanges, listUnitChangesSchema } from '#lib/registry/index.ts';
import { unitParamsSchema } from '../unit-params.ts';

export const GET = defineRoute({
  summary: 'List what happened to a unit, member by member, newest first',
  auth: { verb: 'registry.read' },
  params: unitParamsSchema,
  query: listUnitChangesSchema,
  response: unitChangePageSchema,
  handler: ({ ctx, params, query }) => listUnitChanges(ctx, { ...query, unitId: params.id }),
});
