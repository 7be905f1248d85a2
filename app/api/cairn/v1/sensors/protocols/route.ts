import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  listProtocolRows,
  listProtocolsSchema,
  protocolRowSchema,
  saveProtocol,
  writeProtocolSchema,
} from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List the protocols that nodes speak',
  auth: { verb: 'sources.read' },
  query: listProtocolsSchema,
  response: z.object({ items: z.array(protocolRowSchema), next: z.string().nullable() }),
  isOfNobody: true,
  handler: ({ ctx, query }) => listProtocolRows(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add a protocol of nodes; for administrators of the installation',
  auth: 'signed-in',
  body: writeProtocolSchema,
  response: protocolRowSchema,
  status: 201,
  handler: ({ ctx, body }) => saveProtocol(ctx, null, body),
});
