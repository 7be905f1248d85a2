import { z } from 'zod';
import { endMembership } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Take a role from a person, or give up one of your own',
  auth: 'signed-in',
  params: z.object({ id: z.guid() }),
  handler: ({ ctx, params }) => endMembership(ctx, params.id),
});
