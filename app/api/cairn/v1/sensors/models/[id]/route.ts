import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { modelRowSchema, removeModelById, saveModel, writeModelSchema } from '#lib/sensors/index.ts';

const params = z.object({ id: z.guid() });

export const PUT = defineRoute({
  summary: 'Change a model of nodes; for administrators of the installation',
  auth: 'signed-in',
  params,
  body: writeModelSchema,
  response: modelRowSchema,
  handler: ({ ctx, params: { id }, body }) => saveModel(ctx, id, body),
});

export const DELETE = defineRoute({
  summary: 'Remove a model of nodes that nothing uses; for administrators of the installation',
  auth: 'signed-in',
  params,
  status: 204,
  handler: ({ ctx, params: { id } }) => removeModelById(ctx, id),
});
