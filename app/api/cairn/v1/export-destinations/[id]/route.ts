import { z } from 'zod';
import {
  archiveDestination,
  destinationDraftSchema,
  destinationSchema,
  updateDestination,
} from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const paramsSchema = z.object({ id: z.guid() });

export const PUT = defineRoute({
  summary: 'Replace a place that exports are delivered to; secrets that are left out stay',
  auth: { verb: 'destinations.manage' },
  params: paramsSchema,
  body: destinationDraftSchema,
  response: destinationSchema,
  handler: ({ ctx, params, body, runtime }) => updateDestination(ctx, { ...body, id: params.id }, runtime.config),
});

export const DELETE = defineRoute({
  summary: 'Take a place of exports out of use: its secrets are forgotten, its mailed links end',
  auth: { verb: 'destinations.manage' },
  params: paramsSchema,
  status: 204,
  handler: ({ ctx, params }) => archiveDestination(ctx, params.id),
});
