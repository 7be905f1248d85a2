import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitSchema } from '#lib/registry/domain/unit.ts';
import { getUnit, updateUnit, updateUnitSchema } from '#lib/registry/index.ts';
import { unitParamsSchema } from './unit-params.ts';

export const GET = defineRoute({
  summary: 'Get a unit with all its facts',
  auth: { verb: 'registry.read' },
  params: unitParamsSchema,
  response: unitSchema,
  handler: ({ ctx, params }) => getUnit(ctx, params.id),
});

export const PATCH = defineRoute({
  summary: 'Set some members of a unit, of the revision that was read',
  auth: { verb: 'registry.edit' },
  params: unitParamsSchema,
  body: updateUnitSchema,
  response: unitSchema,
  handler: ({ ctx, params, body: { revision, ...changes } }) => updateUnit(ctx, { id: params.id, revision, changes }),
});
