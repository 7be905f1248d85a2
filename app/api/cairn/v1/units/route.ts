import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitListAddressSchema } from '#lib/registry/domain/unit-list-address.ts';
import { unitRowSchema } from '#lib/registry/domain/unit-list-query.ts';
import { unitSchema } from '#lib/registry/domain/unit.ts';
import { createUnit, createUnitSchema, listUnits, resolveVersion } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'List the units of a version that any of some searches finds',
  auth: { verb: 'registry.read' },
  query: unitListAddressSchema,
  response: z.object({ items: z.array(unitRowSchema), next: z.string().nullable() }),
  handler: async ({ ctx, query: { version, pyramid, columns, ...query } }) => {
    const { id } = await resolveVersion(ctx, { version, pyramid });
    return listUnits(ctx, { ...query, version: id, ...(columns ? { columns } : {}) });
  },
});

export const POST = defineRoute({
  summary: 'Add a unit',
  auth: { verb: 'registry.edit' },
  body: createUnitSchema,
  response: unitSchema,
  status: 201,
  handler: ({ ctx, body }) => createUnit(ctx, body),
});
