import { z } from 'zod';
import { listAccessRecords, listAccessRecordsInputSchema } from '#lib/accounts/index.ts';
import { accessRecordSchema } from '#lib/accounts/domain/access-record.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Read who read people’s data through the APIs, newest first',
  auth: { verb: 'audit.read' },
  query: listAccessRecordsInputSchema,
  response: z.object({ items: z.array(accessRecordSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listAccessRecords(ctx, query),
});
