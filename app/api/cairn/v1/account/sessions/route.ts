import { z } from 'zod';
import { listSessions } from '#lib/accounts/index.ts';
import { sessionSchema } from '#lib/accounts/domain/session.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { requireOwnAccount } from '../../../../../_server/own-account.ts';

export const GET = defineRoute({
  summary: 'List the browsers you are signed in with',
  auth: 'signed-in',
  response: z.object({ items: z.array(sessionSchema.extend({ isCurrent: z.boolean() })), next: z.null() }),
  handler: async (input) => {
    const { userId, sessionId } = await requireOwnAccount(input);
    const sessions = await listSessions(input.runtime, userId);
    return { items: sessions.map((session) => ({ ...session, isCurrent: session.id === sessionId })), next: null };
  },
});
