import { endSession } from '#lib/accounts/index.ts';
import { expiredSessionCookie } from '#lib/platform/auth/session-cookie.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { requireOwnAccount } from '../../../../_server/own-account.ts';

export const POST = defineRoute({
  summary: 'Sign out of this browser',
  auth: 'signed-in',
  status: 204,
  handler: async (input) => {
    const { userId, sessionId } = await requireOwnAccount(input);
    if (sessionId !== null) await endSession(input.runtime, { userId, sessionId });
    const headers = { 'set-cookie': expiredSessionCookie(input.runtime.config.publicUrl), 'cache-control': 'no-store' };
    return new Response(null, { status: 204, headers });
  },
});
