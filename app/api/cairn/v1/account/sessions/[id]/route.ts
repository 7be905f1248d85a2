import { z } from 'zod';
import { revokeSession } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { requireOwnAccount } from '../../../../../../_server/own-account.ts';

export const DELETE = defineRoute({
  summary: 'Sign one of your browsers out',
  auth: 'signed-in',
  params: z.object({ id: z.guid() }),
  handler: async (input) => revokeSession(input.runtime, await requireOwnAccount(input), input.params.id),
});
