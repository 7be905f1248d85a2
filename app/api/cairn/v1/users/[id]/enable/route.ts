import { z } from 'zod';
import { enableUser } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Let a member in again who was locked out',
  auth: 'signed-in',
  params: z.object({ id: z.guid() }),
  handler: ({ ctx, params }) => enableUser(ctx, params.id),
});
