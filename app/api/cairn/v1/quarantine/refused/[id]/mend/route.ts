import { z } from 'zod';
import { readingCheckSchema } from '#lib/passive/domain/quarantine-views.ts';
import { mendRefused, mendRefusedSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary:
    'Mend a refused upload, with its text or its nonce, and have it read; a text that is still wrong is told why',
  auth: { verb: 'passive.quarantine' },
  params: z.object({ id: z.guid() }),
  body: mendRefusedSchema,
  response: z.discriminatedUnion('isReplayed', [
    z.object({ isReplayed: z.literal(true) }),
    z.object({ isReplayed: z.literal(false), check: readingCheckSchema }),
  ]),
  handler: ({ ctx, params, body }) => mendRefused(ctx, { id: params.id, mending: body }),
});
