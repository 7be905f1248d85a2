import { z } from 'zod';
import { heldMonthSchema, listHeldMonths } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List months whose points are in the database, with their size; for administrators of the installation',
  auth: 'signed-in',
  response: z.object({ items: z.array(heldMonthSchema), next: z.null() }),
  handler: async ({ ctx }) => ({ items: await listHeldMonths(ctx), next: null }),
});
