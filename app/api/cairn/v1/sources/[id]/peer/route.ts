import { z } from 'zod';
import { assignPeer, getSourcePeer, sourcePeerSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const params = z.object({ id: z.guid() });
const response = z.object({ at: sourcePeerSchema.nullable() });

export const GET = defineRoute({
  summary: 'Which server has the data of a source, and what it told of it; null: this one',
  auth: { verb: 'sources.read' },
  params,
  response,
  handler: async ({ ctx, params: { id } }) => ({ at: await getSourcePeer(ctx, id) }),
});

export const PUT = defineRoute({
  summary: 'Give a source to a peer server, with all it sent and will send, or bring it back',
  auth: { verb: 'sources.erase' },
  params,
  body: z.strictObject({ peerId: z.guid().nullable() }),
  response,
  handler: async ({ ctx, params: { id }, body }) => ({ at: await assignPeer(ctx, { sourceId: id, ...body }) }),
});
