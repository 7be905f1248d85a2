import { readCredentials, type RequestCredentials } from '#lib/platform/auth/read-credentials.ts';
import type { Grant } from '#lib/platform/context.ts';
import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import {
  findLiveSession,
  findLiveToken,
  listLiveMemberships,
  touchSession,
  touchToken,
  type MembershipRow,
  type SessionRow,
  type TokenRow,
} from '../data/callers.sql.ts';
import type { Caller, OrganizationChoice } from '../domain/caller.ts';
import { grantsOfToken } from '../domain/grants.ts';
import { sessionIdleMs, sessionTouchMs } from '../domain/sign-in-rules.ts';
import { isTokenLike } from '../domain/token.ts';
import { grantsIn, organizationsOf } from './memberships-as-grants.ts';

/** Requests a minute with one API token. */
const tokenRequestsPerMinute = 1200;
/** Wrong tokens a minute from one address, before the address has to wait. */
const wrongTokensPerMinute = 30;

export interface Credentials {
  /** Carries `cookie` and `authorization`. */
  readonly headers: Headers;
  /** Id of the organization asked for (`?org=`); absent: the remembered one, else the first. */
  readonly organization?: string | null;
}

type ShownToken = Extract<RequestCredentials, { kind: 'bearer' }>;
type ShownSession = Extract<RequestCredentials, { kind: 'cookie' }> & { readonly asked: string | null };

/**
 * Finds out who sent a request. A bearer token decides alone when one is sent; otherwise the session cookie does, and
 * its row is looked up every time, so that a revoked session ends at once.
 * Throws `not_found` for an organization the person does not belong to (as for one that does not exist), and
 * `rate_limited` for a busy token or an address that keeps sending wrong ones.
 */
export async function resolveActor(runtime: Runtime, { headers, organization }: Credentials): Promise<Caller> {
  const credentials = await readCredentials(headers, runtime.config);
  if (credentials.kind === 'none') return credentials;
  return credentials.kind === 'bearer'
    ? resolveToken(runtime, credentials)
    : resolveSession(runtime, { ...credentials, asked: organization ?? null });
}

async function resolveToken(runtime: Runtime, { token, remoteAddress }: ShownToken): Promise<Caller> {
  const now = new Date();
  const row = isTokenLike(token) ? await findLiveToken(runtime.db, sha256Hex(token), now) : null;
  if (!row) {
    const limit = { name: 'wrong-token', key: remoteAddress, points: wrongTokensPerMinute, perSeconds: 60 };
    await takeToken(runtime, limit);
    return { kind: 'none' };
  }
  await takeToken(runtime, { name: 'token', key: row.id, points: tokenRequestsPerMinute, perSeconds: 60 });
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > sessionTouchMs) {
    await touchToken(runtime.db, row, now);
  }
  const grants = await grantsOfTokenRow(runtime, row);
  return {
    kind: 'token',
    actor: { kind: 'token', id: row.id, label: row.name, grants },
    organizationId: row.organization_id,
  };
}

async function grantsOfTokenRow({ db }: Runtime, row: TokenRow): Promise<readonly Grant[]> {
  // A token nobody answers for allows nothing.
  if (row.created_by_id === null) return [];
  const memberships = await listLiveMemberships(db, row.created_by_id);
  const limits = { scopes: row.scopes, studyId: row.study_id };
  return grantsOfToken(limits, grantsIn(memberships, row.organization_id));
}

async function resolveSession(runtime: Runtime, wish: ShownSession): Promise<Caller> {
  const now = new Date();
  const idleSince = new Date(now.getTime() - sessionIdleMs);
  const session = await findLiveSession(runtime.db, { ...wish.claims, now, idleSince });
  if (!session) return { kind: 'none' };
  if (now.getTime() - session.last_seen_at.getTime() > sessionTouchMs) await touchSession(runtime.db, session.id, now);
  const memberships = await listLiveMemberships(runtime.db, session.user_id);
  const organizations = organizationsOf(memberships);
  const current = chooseOrganization(organizations, wish);
  return current ? sessionCaller(session, { memberships, organizations, current }) : { kind: 'none' };
}

function chooseOrganization(
  organizations: readonly OrganizationChoice[],
  { asked, rememberedOrganization }: ShownSession,
): OrganizationChoice | undefined {
  if (asked !== null && asked !== '') {
    const found = organizations.find(({ id }) => id === asked);
    if (!found) throw new Problem('not_found');
    return found;
  }
  return organizations.find(({ id }) => id === rememberedOrganization) ?? organizations[0];
}

interface Membership {
  readonly memberships: readonly MembershipRow[];
  readonly organizations: readonly OrganizationChoice[];
  readonly current: OrganizationChoice;
}

function sessionCaller(row: SessionRow, { memberships, organizations, current }: Membership): Caller {
  const mustChangePassword = row.must_change_password;
  return {
    kind: 'session',
    actor: {
      kind: 'user',
      id: row.user_id,
      label: row.email,
      isAdministrator: row.is_administrator && !mustChangePassword,
      grants: mustChangePassword ? [] : grantsIn(memberships, current.id),
    },
    organizationId: current.id,
    user: { id: row.user_id, email: row.email, name: row.name, locale: row.locale, mustChangePassword },
    sessionId: row.id,
    organizations,
  };
}
