import { z } from 'zod';
import { alertRuleSchema, createAlertRule, createAlertRuleSchema, listAlertRules } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List the status checks of a study: built-in ones, those of plug-ins, and its own rules',
  auth: { verb: 'alerts.manage' },
  query: z.object({ studyId: z.guid() }),
  response: z.object({ items: z.array(alertRuleSchema), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listAlertRules(ctx, query.studyId), next: null }),
});

export const POST = defineRoute({
  summary: 'Add a rule to a study',
  auth: { verb: 'alerts.manage' },
  body: createAlertRuleSchema,
  response: alertRuleSchema,
  status: 201,
  handler: ({ ctx, body }) => createAlertRule(ctx, body),
});
