import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listAlertMessages, outgoingMessageSchema } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'The newest messages about a study’s alerts, and what became of them',
  auth: { verb: 'alerts.manage' },
  query: z.object({ studyId: z.guid() }),
  response: z.object({ items: z.array(outgoingMessageSchema), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listAlertMessages(ctx, query.studyId), next: null }),
});
