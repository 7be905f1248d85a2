import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { newId, type UserId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { listLiveMemberships } from '../data/callers.sql.ts';
import { insertSession } from '../data/sessions.ts';
import type { StoredUser } from '../data/users.ts';
import { sessionLifeMs } from '../domain/sign-in-rules.ts';
import { actorOf, installationContext } from './installation-context.ts';

const longestUserAgent = 300;

/** What the cookie will carry. */
export interface OpenedSession {
  readonly userId: UserId;
  readonly sessionId: string;
}

export interface SessionOpening {
  readonly userAgent: string;
  readonly requestId: string;
  /** How the person proved who they are, for the audit log. */
  readonly method: 'password' | 'oidc';
  /** Somebody without an organization may come in too: where they can make one. */
  readonly mayBelongNowhere?: boolean;
}

/** Opens a session for a proven person. Throws `no_organization` for one who belongs nowhere (any more). */
export async function openSession(
  runtime: Runtime,
  user: Pick<StoredUser, 'id' | 'email'>,
  opening: SessionOpening,
): Promise<OpenedSession> {
  const memberships = await listLiveMemberships(runtime.db, user.id);
  if (memberships.length === 0 && opening.mayBelongNowhere !== true) throw new Problem('no_organization');
  const ctx = installationContext(runtime, actorOf(user), opening.requestId);
  const createdAt = ctx.now();
  const session = {
    id: newId(),
    userId: user.id,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + sessionLifeMs),
    userAgent: opening.userAgent.slice(0, longestUserAgent),
  };
  await ctx.db.transaction(async () => {
    await insertSession(ctx.db, session);
    await writeAudit(ctx, {
      action: 'session.open',
      subjectType: 'user',
      subjectId: user.id,
      detail: { method: opening.method },
      installationWide: true,
    });
  });
  return { userId: user.id, sessionId: session.id };
}
