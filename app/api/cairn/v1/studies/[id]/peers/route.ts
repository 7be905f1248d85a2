import { z } from 'zod';
import { listPeers, peerDraftSchema, peerSchema, savePeer } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'List the peer servers of a study, with what is on its way to them',
  auth: { verb: 'sources.manage' },
  params,
  response: z.object({ items: z.array(peerSchema), next: z.null() }),
  handler: async ({ ctx, params: { id } }) => ({ items: await listPeers(ctx, id), next: null }),
});

export const POST = defineRoute({
  summary: 'Add a peer server that data of sources can go to',
  auth: { verb: 'studies.manage' },
  params,
  body: peerDraftSchema,
  response: peerSchema,
  status: 201,
  handler: ({ ctx, params, body, runtime }) =>
    savePeer(ctx, { studyId: params.id, id: null, draft: body }, runtime.config),
});
