import { z } from 'zod';
import { createDestination, destinationDraftSchema, destinationSchema, listDestinations } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List places that exports are delivered to; settings for those who manage them, secrets for nobody',
  auth: { verb: 'passive.export' },
  response: z.object({ items: z.array(destinationSchema), next: z.null() }),
  handler: async ({ ctx, runtime }) => ({ items: await listDestinations(ctx, runtime.config), next: null }),
});

export const POST = defineRoute({
  summary: 'Add a place that exports are delivered to',
  auth: { verb: 'destinations.manage' },
  body: destinationDraftSchema,
  response: destinationSchema,
  status: 201,
  handler: ({ ctx, body, runtime }) => createDestination(ctx, body, runtime.config),
});
