import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listMessages, listMessagesSchema, messageSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List messages of sensor nodes as their networks delivered them, newest first',
  auth: { verb: 'passive.quarantine' },
  query: listMessagesSchema,
  response: z.object({ items: z.array(messageSchema), next: z.guid().nullable() }),
  handler: ({ ctx, query }) => listMessages(ctx, query),
});
