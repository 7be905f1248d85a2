import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitTypeSchema, updateUnitTypeSchema } from '#lib/registry/domain/unit-type.ts';
import { getUnitType, removeUnitType, updateUnitType } from '#lib/registry/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Read a type of units',
  auth: { verb: 'registry.read' },
  params: paramsSchema,
  response: unitTypeSchema,
  handler: ({ ctx, params }) => getUnitType(ctx, params.id),
});

export const PATCH = defineRoute({
  summary: 'Change a type of units, and what may stand under it',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  body: updateUnitTypeSchema,
  response: unitTypeSchema,
  handler: ({ ctx, params, body }) => updateUnitType(ctx, { ...body, id: params.id }),
});

export const DELETE = defineRoute({
  summary: 'Remove a type that no unit has',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  status: 204,
  handler: ({ ctx, params }) => removeUnitType(ctx, params.id),
});
