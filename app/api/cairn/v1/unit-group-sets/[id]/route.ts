import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitGroupSetSchema, updateUnitGroupSetSchema } from '#lib/registry/domain/unit-group.ts';
import { getUnitGroupSet, removeUnitGroupSet, updateUnitGroupSet } from '#lib/registry/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Read a group set',
  auth: { verb: 'registry.read' },
  params: paramsSchema,
  response: unitGroupSetSchema,
  handler: ({ ctx, params }) => getUnitGroupSet(ctx, params.id),
});

export const PATCH = defineRoute({
  summary: 'Change a group set and its groups',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  body: updateUnitGroupSetSchema,
  response: unitGroupSetSchema,
  handler: ({ ctx, params, body }) => updateUnitGroupSet(ctx, { ...body, id: params.id }),
});

export const DELETE = defineRoute({
  summary: 'Remove a group set; its groups stay',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  status: 204,
  handler: ({ ctx, params }) => removeUnitGroupSet(ctx, params.id),
});
