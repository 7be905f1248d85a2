import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { replayMqttMessages } from '#lib/sensors/index.ts';

export const POST = defineRoute({
  summary: 'Have the refused messages of a broker read again, with the nodes and settings of now',
  auth: { verb: 'passive.quarantine' },
  params: z.object({ id: z.guid() }),
  response: z.object({ changed: z.number() }),
  handler: ({ ctx, params }) => replayMqttMessages(ctx, params.id),
});
