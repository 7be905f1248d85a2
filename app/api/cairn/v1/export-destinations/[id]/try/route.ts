import { z } from 'zod';
import { tryDestination } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Try a place of exports: a small file is put there and removed, or a mail is sent',
  auth: { verb: 'destinations.manage' },
  params: z.object({ id: z.guid() }),
  response: z.object({ isWorking: z.boolean(), detail: z.string().nullable() }),
  handler: ({ ctx, params, runtime }) => tryDestination(ctx, params.id, runtime),
});
