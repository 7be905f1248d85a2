import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { defaultImpactSchema } from '#lib/registry/domain/pyramid.ts';
import { readPyramidImpact } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'Say what making a pyramid the default would affect, in numbers',
  auth: { verb: 'registry.read' },
  params: z.object({ id: z.guid() }),
  response: defaultImpactSchema,
  handler: ({ ctx, params }) => readPyramidImpact(ctx, params.id),
});
