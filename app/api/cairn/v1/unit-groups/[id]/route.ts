import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitGroupSchema, updateUnitGroupSchema } from '#lib/registry/domain/unit-group.ts';
import { getUnitGroup, removeUnitGroup, updateUnitGroup } from '#lib/registry/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Read a group of units',
  auth: { verb: 'registry.read' },
  params: paramsSchema,
  response: unitGroupSchema,
  handler: ({ ctx, params }) => getUnitGroup(ctx, params.id),
});

export const PATCH = defineRoute({
  summary: 'Rename a group of units',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  body: updateUnitGroupSchema,
  response: unitGroupSchema,
  handler: ({ ctx, params, body }) => updateUnitGroup(ctx, { ...body, id: params.id }),
});

export const DELETE = defineRoute({
  summary: 'Remove a group; its units stay',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  response: z.object({ released: z.number() }),
  handler: ({ ctx, params }) => removeUnitGroup(ctx, params.id),
});
