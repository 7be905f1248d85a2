import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  getMqttConnection,
  mqttConnectionDraftSchema,
  mqttConnectionSchema,
  removeMqttConnection,
  saveMqttConnection,
} from '#lib/sensors/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Read a connection to a broker',
  auth: { verb: 'sources.manage' },
  params: paramsSchema,
  response: mqttConnectionSchema,
  handler: ({ ctx, params }) => getMqttConnection(ctx, params.id),
});

export const PUT = defineRoute({
  summary: 'Replace a connection to a broker; secrets that are left out stay',
  auth: { verb: 'sources.manage' },
  params: paramsSchema,
  body: mqttConnectionDraftSchema,
  response: mqttConnectionSchema,
  handler: ({ ctx, params, body, runtime }) => saveMqttConnection(ctx, { id: params.id, draft: body }, runtime.config),
});

export const DELETE = defineRoute({
  summary: 'Remove a connection to a broker; what it brought stays',
  auth: { verb: 'sources.manage' },
  params: paramsSchema,
  status: 204,
  handler: ({ ctx, params }) => removeMqttConnection(ctx, params.id),
});
