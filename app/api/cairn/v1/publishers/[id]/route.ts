import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  getPublisher,
  publisherDraftSchema,
  publisherSchema,
  removePublisher,
  savedPublisherSchema,
  savePublisher,
} from '#lib/sensors/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Read a publisher',
  auth: { verb: 'destinations.manage' },
  params: paramsSchema,
  response: publisherSchema,
  handler: ({ ctx, params }) => getPublisher(ctx, params.id),
});

export const PUT = defineRoute({
  summary: 'Replace a publisher; its kind stays, and secrets that are left out',
  auth: { verb: 'destinations.manage' },
  params: paramsSchema,
  body: publisherDraftSchema,
  response: savedPublisherSchema,
  handler: ({ ctx, params, body, runtime }) => savePublisher(ctx, { id: params.id, draft: body }, runtime.config),
});

export const DELETE = defineRoute({
  summary: 'Remove a publisher; what was on its way there is let go',
  auth: { verb: 'destinations.manage' },
  params: paramsSchema,
  status: 204,
  handler: ({ ctx, params }) => removePublisher(ctx, params.id),
});
