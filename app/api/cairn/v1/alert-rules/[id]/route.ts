import { z } from 'zod';
import { alertRuleDraftSchema } from '#lib/passive/domain/checks/rule.ts';
import { alertRuleSchema, archiveAlertRule, getAlertRule, updateAlertRule } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Get a rule',
  auth: { verb: 'alerts.manage' },
  params: paramsSchema,
  response: alertRuleSchema,
  handler: ({ ctx, params }) => getAlertRule(ctx, params.id),
});

export const PUT = defineRoute({
  summary: 'Replace a rule',
  auth: { verb: 'alerts.manage' },
  params: paramsSchema,
  body: alertRuleDraftSchema,
  response: alertRuleSchema,
  handler: ({ ctx, params, body }) => updateAlertRule(ctx, { ...body, id: params.id }),
});

export const DELETE = defineRoute({
  summary: 'Remove a rule and close its alerts',
  auth: { verb: 'alerts.manage' },
  params: paramsSchema,
  status: 204,
  handler: ({ ctx, params }) => archiveAlertRule(ctx, params.id),
});
