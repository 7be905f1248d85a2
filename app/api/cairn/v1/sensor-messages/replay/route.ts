import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { replayMessages } from '#lib/sensors/index.ts';

export const POST = defineRoute({
  summary: 'Read all kept messages of sensor nodes again with the decoders of now, as a task',
  auth: { verb: 'passive.quarantine' },
  response: z.object({ taskId: z.guid() }),
  status: 202,
  handler: async ({ ctx }) => ({ taskId: await replayMessages(ctx) }),
});
