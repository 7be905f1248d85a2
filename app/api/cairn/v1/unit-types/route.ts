import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { createUnitTypeSchema, listUnitTypesSchema, unitTypeSchema } from '#lib/registry/domain/unit-type.ts';
import { createUnitType, listUnitTypes } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'List types of units from the top down, with what may stand under each',
  auth: { verb: 'registry.read' },
  query: listUnitTypesSchema,
  response: z.object({ items: z.array(unitTypeSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listUnitTypes(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add a type of units',
  auth: { verb: 'registry.edit' },
  body: createUnitTypeSchema,
  response: unitTypeSchema,
  status: 201,
  handler: ({ ctx, body }) => createUnitType(ctx, body),
});
