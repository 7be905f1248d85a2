import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  listPublishers,
  publisherDraftSchema,
  publisherSchema,
  savedPublisherSchema,
  savePublisher,
} from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List where public samples go besides, with how much waits and was given up; secrets are never told',
  auth: { verb: 'destinations.manage' },
  response: z.object({ items: z.array(publisherSchema), next: z.null() }),
  handler: async ({ ctx }) => ({ items: await listPublishers(ctx), next: null }),
});

export const POST = defineRoute({
  summary: 'Add a publisher; a webhook without a key gets one, which is told once',
  auth: { verb: 'destinations.manage' },
  body: publisherDraftSchema,
  response: savedPublisherSchema,
  status: 201,
  handler: ({ ctx, body, runtime }) => savePublisher(ctx, { id: null, draft: body }, runtime.config),
});
