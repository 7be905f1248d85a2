import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { revokeSessionRow } from '../data/sessions.ts';
import { findUserById } from '../data/users.ts';
import { actorOf, installationContext } from './installation-context.ts';
import type { OpenedSession } from './open-session.ts';

/** Signs out: ends the session of the cookie. One that is over already is fine. */
export async function endSession(
  runtime: Runtime,
  { userId, sessionId }: { readonly [Key in keyof OpenedSession]: string },
): Promise<void> {
  const user = await findUserById(runtime.db, userId);
  if (!user) return;
  const ctx = installationContext(runtime, actorOf(user));
  await ctx.db.transaction(async () => {
    const ended = await revokeSessionRow(ctx.db, { id: sessionId, userId }, ctx.now());
    if (!ended) return;
    const subject = { subjectType: 'user', subjectId: userId };
    await writeAudit(ctx, { action: 'session.close', ...subject, installationWide: true });
  });
}
