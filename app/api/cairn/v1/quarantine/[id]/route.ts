import { z } from 'zod';
import { quarantinedDetailSchema } from '#lib/passive/domain/quarantine-views.ts';
import { getQuarantined } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Get one thing that was not understood, with its text and how it could be mended',
  auth: { verb: 'passive.quarantine' },
  params: z.object({ id: z.guid() }),
  response: quarantinedDetailSchema,
  handler: ({ ctx, params }) => getQuarantined(ctx, params.id),
});
