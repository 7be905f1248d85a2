import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitSchema } from '#lib/registry/domain/unit.ts';
import { restoreUnit, restoreUnitSchema } from '#lib/registry/index.ts';
import { unitParamsSchema } from '../unit-params.ts';

export const POST = defineRoute({
  summary: 'Make a unit what it was at a point of its history',
  auth: { verb: 'registry.restore' },
  params: unitParamsSchema,
  body: restoreUnitSchema,
  response: z.object({ unit: unitSchema, leftOut: z.array(z.string()) }),
  handler: ({ ctx, params, body }) => restoreUnit(ctx, { ...body, id: params.id }),
});
