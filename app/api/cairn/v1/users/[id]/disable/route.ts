import { z } from 'zod';
import { disableUser } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Lock a member out: signed out everywhere, tokens dead, roles kept',
  auth: 'signed-in',
  params: z.object({ id: z.guid() }),
  handler: ({ ctx, params }) => disableUser(ctx, params.id),
});
