import { z } from 'zod';
import { readingCheckSchema } from '#lib/passive/domain/quarantine-views.ts';
import { editQuarantined, editQuarantinedSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const PUT = defineRoute({
  summary: 'Keep what a person made of a quarantined point, and say whether it would be understood',
  auth: { verb: 'passive.quarantine' },
  params: z.object({ id: z.guid() }),
  body: editQuarantinedSchema.omit({ id: true }),
  response: readingCheckSchema,
  handler: ({ ctx, params, body }) => editQuarantined(ctx, { id: params.id, content: body.content }),
});
