import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { reportRoomAir, roomAirQuerySchema, roomAirReportSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'How good the air of a room was in a month, or in the 30 days before today',
  auth: { verb: 'passive.read' },
  params: z.object({ id: z.guid() }),
  query: roomAirQuerySchema,
  response: roomAirReportSchema,
  handler: ({ ctx, params, query }) => reportRoomAir(ctx, params.id, query),
});
