import { readSessionCookie } from '#lib/platform/auth/session-cookie.ts';
import type { Actor } from '#lib/platform/context.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findLiveSession, listLiveMemberships, touchSession, type SessionRow } from '../data/callers.sql.ts';
import { nobody, type Visitor } from '../domain/visitor.ts';
import { sessionIdleMs, sessionTouchMs } from '../domain/sign-in-rules.ts';
import { grantsIn, organizationsOf } from './memberships-as-grants.ts';
import { resolveActor } from './resolve-actor.ts';

/**
 * Finds out who sent a request, in all of their organizations; somebody who belongs to none is known too. A bearer token
 * decides alone when one is sent, and acts in its own organization. Throws `rate_limited` as {@link resolveActor} does.
 */
export async function resolveVisitor(runtime: Runtime, headers: Headers): Promise<Visitor> {
  if (/^Bearer /i.test(headers.get('authorization') ?? '')) return visitorOfToken(runtime, headers);
  const claims = await readSessionCookie(headers, runtime.config);
  if (!claims) return nobody;
  const now = new Date();
  const idleSince = new Date(now.getTime() - sessionIdleMs);
  const session = await findLiveSession(runtime.db, { ...claims, now, idleSince });
  if (!session) return nobody;
  if (now.getTime() - session.last_seen_at.getTime() > sessionTouchMs) await touchSession(runtime.db, session.id, now);
  return visitorOfSession(runtime, session);
}

async function visitorOfToken(runtime: Runtime, headers: Headers): Promise<Visitor> {
  const caller = await resolveActor(runtime, { headers });
  if (caller.kind !== 'token') return nobody;
  return { ...nobody, kind: 'token', actors: new Map([[caller.organizationId, caller.actor]]) };
}

async function visitorOfSession({ db }: Runtime, row: SessionRow): Promise<Visitor> {
  const mustChangePassword = row.must_change_password;
  const memberships = mustChangePassword ? [] : await listLiveMemberships(db, row.user_id);
  const isAdministrator = row.is_administrator && !mustChangePassword;
  const person = { kind: 'user', id: row.user_id, label: row.email, isAdministrator } as const;
  const actors = organizationsOf(memberships).map(({ id }): readonly [OrganizationId, Actor] => [
    id,
    { ...person, grants: grantsIn(memberships, id) },
  ]);
  const user = { id: row.user_id, email: row.email, mustChangePassword };
  return { user, kind: 'session', sessionId: row.id, isAdministrator, actors: new Map(actors) };
}
