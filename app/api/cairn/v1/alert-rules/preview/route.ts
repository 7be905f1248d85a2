import { rulePreviewSchema } from '#lib/passive/domain/checks/rule-preview.ts';
import { previewRule, previewRuleSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'What a rule would say of a study’s sources now; changes nothing',
  auth: { verb: 'alerts.manage' },
  body: previewRuleSchema,
  response: rulePreviewSchema,
  handler: ({ ctx, body }) => previewRule(ctx, body),
});
