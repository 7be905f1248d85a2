import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { UserId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { listSessionRows, revokeSessionRow, revokeSessionRows } from '../data/sessions.ts';
import type { SessionSummary } from '../domain/session.ts';
import { sessionIdleMs } from '../domain/sign-in-rules.ts';
import { actorOf, installationContext } from './installation-context.ts';

export interface SessionOwner {
  readonly userId: UserId;
  /** For the audit log. */
  readonly email: string;
  readonly requestId: string;
}

/** A person's open sessions, last used first. */
export async function listSessions({ db }: Runtime, userId: UserId): Promise<SessionSummary[]> {
  const now = new Date();
  const sessions = await listSessionRows(db, userId, now);
  return sessions.filter(({ lastSeenAt }) => now.getTime() - lastSeenAt.getTime() < sessionIdleMs);
}

/** Ends one of a person's own sessions. Throws `not_found` for one that is not theirs or over. */
export async function revokeSession(runtime: Runtime, owner: SessionOwner, sessionId: string): Promise<void> {
  await inAudit(runtime, owner, async (now) => {
    const ended = await revokeSessionRow(runtime.db, { id: sessionId, userId: owner.userId }, now);
    if (!ended) throw new Problem('not_found');
    return { action: 'session.close', detail: {} };
  });
}

/** Signs a person out everywhere, but in the session they do it from, if any. Returns how many sessions ended. */
export async function revokeOtherSessions(
  runtime: Runtime,
  owner: SessionOwner,
  exceptId: string | null,
): Promise<number> {
  let ended = 0;
  await inAudit(runtime, owner, async (now) => {
    ended = await revokeSessionRows(runtime.db, { userId: owner.userId, exceptId, now });
    return { action: 'session.close-all', detail: { ended } };
  });
  return ended;
}

type Change = (now: Date) => Promise<{ readonly action: string; readonly detail: object }>;

async function inAudit(runtime: Runtime, owner: SessionOwner, change: Change): Promise<void> {
  const ctx = installationContext(runtime, actorOf({ id: owner.userId, email: owner.email }), owner.requestId);
  await ctx.db.transaction(async () => {
    const entry = await change(ctx.now());
    await writeAudit(ctx, { ...entry, subjectType: 'user', subjectId: owner.userId, installationWide: true });
  });
}
