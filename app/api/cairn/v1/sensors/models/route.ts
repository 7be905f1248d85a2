import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listModelRows, listModelsSchema, modelRowSchema, saveModel, writeModelSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List the models of nodes with what they measure',
  auth: { verb: 'sources.read' },
  query: listModelsSchema,
  response: z.object({ items: z.array(modelRowSchema), next: z.string().nullable() }),
  isOfNobody: true,
  handler: ({ ctx, query }) => listModelRows(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add a model of nodes; for administrators of the installation',
  auth: 'signed-in',
  body: writeModelSchema,
  response: modelRowSchema,
  status: 201,
  handler: ({ ctx, body }) => saveModel(ctx, null, body),
});
