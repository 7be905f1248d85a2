import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  listQuantitiesSchema,
  listQuantityRows,
  quantityRowSchema,
  saveQuantity,
  writeQuantitySchema,
} from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List what can be measured',
  auth: { verb: 'sources.read' },
  query: listQuantitiesSchema,
  response: z.object({ items: z.array(quantityRowSchema), next: z.string().nullable() }),
  isOfNobody: true,
  handler: ({ ctx, query }) => listQuantityRows(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add a quantity; for administrators of the installation',
  auth: 'signed-in',
  body: writeQuantitySchema,
  response: quantityRowSchema,
  status: 201,
  handler: ({ ctx, body }) => saveQuantity(ctx, null, body),
});
