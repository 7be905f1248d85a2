import { z } from 'zod';
import { revokeOtherSessions } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { requireOwnAccount } from '../../../../../../_server/own-account.ts';

export const POST = defineRoute({
  summary: 'Sign out everywhere but here',
  auth: 'signed-in',
  response: z.object({ ended: z.number() }),
  handler: async (input) => {
    const own = await requireOwnAccount(input);
    return { ended: await revokeOtherSessions(input.runtime, own, own.sessionId) };
  },
});
