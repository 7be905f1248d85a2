import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { createUnitGroupSchema, listUnitGroupsSchema, unitGroupSchema } from '#lib/registry/domain/unit-group.ts';
import { createUnitGroup, listUnitGroups } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'List the groups of a version by name',
  auth: { verb: 'registry.read' },
  query: listUnitGroupsSchema,
  response: z.object({ items: z.array(unitGroupSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listUnitGroups(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add a group to a version',
  auth: { verb: 'registry.edit' },
  body: createUnitGroupSchema,
  response: unitGroupSchema,
  status: 201,
  handler: ({ ctx, body }) => createUnitGroup(ctx, body),
});
