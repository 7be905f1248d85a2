import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { quantityRowSchema, removeQuantityByKey, saveQuantity, writeQuantitySchema } from '#lib/sensors/index.ts';

/** `id` is the key of the quantity. */
const params = z.object({ id: z.string().min(1).max(100) });

export const PUT = defineRoute({
  summary: 'Change a quantity; for administrators of the installation',
  auth: 'signed-in',
  params,
  body: writeQuantitySchema,
  response: quantityRowSchema,
  handler: ({ ctx, params: { id }, body }) => saveQuantity(ctx, id, body),
});

export const DELETE = defineRoute({
  summary: 'Remove a quantity that nothing uses; for administrators of the installation',
  auth: 'signed-in',
  params,
  status: 204,
  handler: ({ ctx, params: { id } }) => removeQuantityByKey(ctx, id),
});
