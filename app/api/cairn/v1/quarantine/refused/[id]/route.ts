import { z } from 'zod';
import { refusedDetailSchema } from '#lib/passive/domain/refused-views.ts';
import { getRefused } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Get one refused upload with its text, as far as it is text',
  auth: { verb: 'passive.quarantine' },
  params: z.object({ id: z.guid() }),
  response: refusedDetailSchema,
  handler: ({ ctx, params }) => getRefused(ctx, params.id),
});
