import { z } from 'zod';
import { listAuditEventsInputSchema, listInstallationAuditEvents } from '#lib/accounts/index.ts';
import { auditEventSchema } from '#lib/accounts/domain/audit-event.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Read the log of the installation itself, newest first; for its administrators',
  auth: 'signed-in',
  query: listAuditEventsInputSchema,
  response: z.object({ items: z.array(auditEventSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listInstallationAuditEvents(ctx, query),
});
