import { z } from 'zod';
import { inferVariables, inferVariablesSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Infer the variables of a type, or of all, again from the points that are stored',
  auth: { verb: 'passive.configure' },
  body: inferVariablesSchema,
  response: z.object({ taskId: z.string() }),
  status: 202,
  handler: async ({ ctx, body }) => ({ taskId: await inferVariables(ctx, body) }),
});
