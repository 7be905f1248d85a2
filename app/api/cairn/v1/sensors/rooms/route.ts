import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  createRoom,
  getOwnSite,
  listRoomsSchema,
  listSensorRooms,
  roomChoiceSchema,
  writeRoomSchema,
} from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List rooms with sensors by site and name',
  auth: { verb: 'registry.read' },
  query: listRoomsSchema,
  response: z.object({ items: z.array(roomChoiceSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listSensorRooms(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add a room with sensors to a site',
  auth: { verb: 'registry.edit' },
  body: writeRoomSchema,
  response: z.object({ id: z.guid() }),
  status: 201,
  handler: async ({ ctx, runtime, body }) => {
    await getOwnSite(ctx, body.siteId);
    const { id } = await createRoom(ctx, body, { config: runtime.config });
    return { id };
  },
});
