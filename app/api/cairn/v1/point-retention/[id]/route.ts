import { z } from 'zod';
import { removeRetentionRule } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Remove a rule about how long points are kept',
  auth: { verb: 'studies.manage' },
  params: z.object({ id: z.guid() }),
  status: 204,
  handler: ({ ctx, params: { id } }) => removeRetentionRule(ctx, id),
});
