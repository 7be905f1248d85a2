import { z } from 'zod';
import { listRetentionRules, retentionDraftSchema, retentionRuleSchema, setRetentionRule } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List how long a study keeps points, by type',
  auth: { verb: 'studies.manage' },
  query: z.object({ study: z.string().max(100) }),
  response: z.object({ items: z.array(retentionRuleSchema), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listRetentionRules(ctx, query.study), next: null }),
});

export const PUT = defineRoute({
  summary: 'Set how long a study keeps points of a type',
  auth: { verb: 'studies.manage' },
  body: retentionDraftSchema,
  response: retentionRuleSchema,
  handler: ({ ctx, body }) => setRetentionRule(ctx, body),
});
