import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { protocolRowSchema, removeProtocolById, saveProtocol, writeProtocolSchema } from '#lib/sensors/index.ts';

const params = z.object({ id: z.guid() });

export const PUT = defineRoute({
  summary: 'Change a protocol of nodes; for administrators of the installation',
  auth: 'signed-in',
  params,
  body: writeProtocolSchema,
  response: protocolRowSchema,
  handler: ({ ctx, params: { id }, body }) => saveProtocol(ctx, id, body),
});

export const DELETE = defineRoute({
  summary: 'Remove a protocol of nodes that nothing uses; for administrators of the installation',
  auth: 'signed-in',
  params,
  status: 204,
  handler: ({ ctx, params: { id } }) => removeProtocolById(ctx, id),
});
