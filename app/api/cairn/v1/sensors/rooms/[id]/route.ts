import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { changeRoomSchema, getOwnRoom, removeRoom, updateRoom } from '#lib/sensors/index.ts';

const params = z.object({ id: z.guid() });

export const PATCH = defineRoute({
  summary: 'Change a room with sensors',
  auth: { verb: 'registry.edit' },
  params,
  body: changeRoomSchema,
  status: 204,
  handler: async ({ ctx, params: { id }, body }) => {
    const { room } = await getOwnRoom(ctx, id);
    await updateRoom(ctx, room, body);
  },
});

export const DELETE = defineRoute({
  summary: 'Take a room with sensors away, and what was installed there',
  auth: { verb: 'registry.edit' },
  params,
  status: 204,
  handler: async ({ ctx, params: { id } }) => {
    const { room } = await getOwnRoom(ctx, id);
    await removeRoom(ctx, room.id);
  },
});
