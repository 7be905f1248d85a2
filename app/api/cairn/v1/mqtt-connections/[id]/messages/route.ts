import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listMqttMessages, listMqttMessagesSchema, mqttMessageSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List messages of a broker as they came, newest first, with why those that were refused were',
  auth: { verb: 'passive.quarantine' },
  params: z.object({ id: z.guid() }),
  query: listMqttMessagesSchema,
  response: z.object({ items: z.array(mqttMessageSchema), next: z.guid().nullable() }),
  handler: ({ ctx, params, query }) => listMqttMessages(ctx, { ...query, connectionId: params.id }),
});
