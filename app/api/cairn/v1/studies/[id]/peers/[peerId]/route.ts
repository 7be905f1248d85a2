import { z } from 'zod';
import { peerDraftSchema, peerSchema, removePeer, savePeer } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const params = z.object({ id: z.guid(), peerId: z.guid() });

export const PUT = defineRoute({
  summary: 'Change a peer server; its key stays when it is left out',
  auth: { verb: 'studies.manage' },
  params,
  body: peerDraftSchema,
  response: peerSchema,
  handler: ({ ctx, params: { id, peerId }, body, runtime }) =>
    savePeer(ctx, { studyId: id, id: peerId, draft: body }, runtime.config),
});

export const DELETE = defineRoute({
  summary: 'Remove a peer server that no source belongs to',
  auth: { verb: 'studies.manage' },
  params,
  status: 204,
  handler: ({ ctx, params: { id, peerId } }) => removePeer(ctx, { studyId: id, id: peerId }),
});
