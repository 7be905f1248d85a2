import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { recoverUplinks, recoverUplinksSchema, recoveryReportSchema } from '#lib/protocols/ingest/recover-uplinks.ts';

export const POST = defineRoute({
  summary: 'Bring in messages from the storage of The Things Stack that were not delivered',
  auth: { verb: 'intake.send' },
  body: recoverUplinksSchema,
  response: recoveryReportSchema,
  handler: ({ ctx, body }) => recoverUplinks(ctx, body),
});
