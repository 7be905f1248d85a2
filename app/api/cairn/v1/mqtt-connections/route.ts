import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  listMqttConnections,
  mqttConnectionDraftSchema,
  mqttConnectionSchema,
  saveMqttConnection,
} from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List brokers that messages of sensors are fetched from, with how each is doing; secrets are never told',
  auth: { verb: 'sources.manage' },
  response: z.object({ items: z.array(mqttConnectionSchema), next: z.null() }),
  handler: async ({ ctx }) => ({ items: await listMqttConnections(ctx), next: null }),
});

export const POST = defineRoute({
  summary: 'Add a broker that messages of sensors are fetched from; a worker connects within seconds',
  auth: { verb: 'sources.manage' },
  body: mqttConnectionDraftSchema,
  response: mqttConnectionSchema,
  status: 201,
  handler: ({ ctx, body, runtime }) => saveMqttConnection(ctx, { id: null, draft: body }, runtime.config),
});
