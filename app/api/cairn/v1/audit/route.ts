import { z } from 'zod';
import { listAuditEvents, listAuditEventsInputSchema } from '#lib/accounts/index.ts';
import { auditEventSchema } from '#lib/accounts/domain/audit-event.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Read the audit log, newest first',
  auth: { verb: 'audit.read' },
  query: listAuditEventsInputSchema,
  response: z.object({ items: z.array(auditEventSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listAuditEvents(ctx, query),
});
