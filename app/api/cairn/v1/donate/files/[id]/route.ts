import { z } from 'zod';
import { begunFileSchema } from '#components/donations/donation-data.ts';
import { discardFile, maxPartBytes, receivePart } from '#lib/donations/index.ts';
import { readBytes } from '#lib/platform/http/read-bytes.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { openFrom } from '../../participant.ts';

const paramsSchema = z.object({ id: z.guid() });

export const PUT = defineRoute({
  summary: 'Send the piece of an upload that begins at the offset: 4 MB, or what is left',
  auth: 'public',
  params: paramsSchema,
  query: z.object({ offset: z.coerce.number().int().min(0) }),
  response: begunFileSchema,
  handler: async (call) => {
    // Who may not send is told before a byte is taken.
    const donation = await openFrom(call);
    const bytes = await readBytes(call.request, maxPartBytes);
    const { secret } = call.runtime.config;
    return receivePart(donation, { fileId: call.params.id, offset: call.query.offset, bytes, secret });
  },
});

export const DELETE = defineRoute({
  summary: 'Take back an upload that was not read yet',
  auth: 'public',
  params: paramsSchema,
  status: 204,
  handler: async (call) => discardFile(await openFrom(call), call.params.id),
});
