import { z } from 'zod';
import { revokeToken } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Revoke an API token',
  auth: 'signed-in',
  params: z.object({ id: z.guid() }),
  handler: ({ ctx, params }) => revokeToken(ctx, params.id),
});
