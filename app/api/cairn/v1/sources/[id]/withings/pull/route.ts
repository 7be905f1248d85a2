import { z } from 'zod';
import { pullWithings } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Have the Withings account of a source read with the next run of the clock',
  auth: { verb: 'sources.manage' },
  params: z.object({ id: z.guid() }),
  status: 204,
  handler: ({ ctx, params: { id } }) => pullWithings(ctx, id),
});
