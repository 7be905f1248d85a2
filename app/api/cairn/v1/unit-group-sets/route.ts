import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  createUnitGroupSetSchema,
  listUnitGroupSetsSchema,
  unitGroupSetSchema,
} from '#lib/registry/domain/unit-group.ts';
import { createUnitGroupSet, listUnitGroupSets } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'List the group sets of a version by name',
  auth: { verb: 'registry.read' },
  query: listUnitGroupSetsSchema,
  response: z.object({ items: z.array(unitGroupSetSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listUnitGroupSets(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add a group set to a version',
  auth: { verb: 'registry.edit' },
  body: createUnitGroupSetSchema,
  response: unitGroupSetSchema,
  status: 201,
  handler: ({ ctx, body }) => createUnitGroupSet(ctx, body),
});
