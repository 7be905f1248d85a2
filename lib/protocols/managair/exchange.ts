import type { Context as HonoContext } from 'hono';
import { nobody, resolveVisitor, type Visitor } from '#lib/accounts/index.ts';
import { sessionCookieName } from '#lib/platform/auth/session-cookie.ts';
import type { Context } from '#lib/platform/context.ts';
import { guardCsrf } from '#lib/platform/http/guard-csrf.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { type InventoryReader, readerOf } from '#lib/sensors/index.ts';
import { ApiError } from './errors.ts';

/** Where everything of this protocol begins. */
export const basePath = '/api/v1';
/** Largest body of a request. */
export const maxBodyBytes = 1024 * 1024;
/** What the keys of `auth/login/` begin with. */
export const sessionKeyPrefix = 'cairn-session.';

/** Stands where an organization would: no row has it. */
const noOrganization = '00000000-0000-0000-0000-000000000000' as OrganizationId;

/** One request, and who sent it. */
export interface ManagairCall {
  readonly runtime: Runtime;
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly visitor: Visitor;
  readonly reader: InventoryReader;
  readonly requestId: string;
  /** When it came. */
  readonly now: Date;
  /** The absolute address of a path below {@link basePath}, which begins with a slash. */
  readonly url: (path: string) => string;
  /** The absolute address of this request, as callers reach us, whatever stands between. */
  readonly self: string;
  /** The caller acting in an organization. Throws 403 for one they do not belong to, which may not exist at all. */
  readonly inside: (organizationId: string) => Context;
  /** The caller acting on what is of no organization. Throws 401 for nobody. */
  readonly asPerson: () => Context;
}

/**
 * Finds out who calls: by `Authorization: Token …` with a key of `auth/login/` or one of our API tokens, else by the
 * session cookie, which changes nothing without the header that our own pages send. Nobody is somebody too: they see what
 * is public. Throws 401 for a key that is not one (any more).
 */
export async function openCall(runtime: Runtime, c: HonoContext): Promise<ManagairCall> {
  const request = c.req.raw;
  const { headers, isTold } = credentialsOf(request.headers, runtime);
  const visitor = await resolveVisitor(runtime, headers);
  if (isTold && visitor.kind === 'none') {
    throw new ApiError(401, 'The key is unknown, or it has expired. Sign in again.', { header: 'Authorization' });
  }
  if (visitor.kind === 'session' && !isTold) guardCsrf(request);
  return callOf(runtime, request, visitor);
}

/** The same request once more, after what it did: whoever founded an organization belongs to it now. */
export async function reopenCall(call: ManagairCall): Promise<ManagairCall> {
  const { headers } = credentialsOf(call.request.headers, call.runtime);
  return callOf(call.runtime, call.request, await resolveVisitor(call.runtime, headers));
}

/** The same for nobody: addresses that are about signing in. */
export function openCallOfNobody(runtime: Runtime, c: HonoContext): ManagairCall {
  return callOf(runtime, c.req.raw, nobody);
}

function callOf(runtime: Runtime, request: Request, visitor: Visitor): ManagairCall {
  const requestId = requestIdOf(request.headers);
  const { pathname, search, searchParams } = new URL(request.url);
  return {
    runtime,
    request,
    query: searchParams,
    visitor,
    reader: readerOf(visitor),
    requestId,
    now: new Date(),
    url: (path) => `${runtime.config.publicUrl}${basePath}${path}`,
    self: `${runtime.config.publicUrl}${pathname}${search}`,
    inside(organizationId) {
      requirePerson(visitor);
      const id = organizationId as OrganizationId;
      const actor = visitor.actors.get(id);
      if (!actor) throw new ApiError(403, 'You do not belong to the organization that this is of.');
      return runtime.context({ organizationId: id, actor, requestId });
    },
    asPerson() {
      const { user, isAdministrator } = requirePerson(visitor);
      if (!user) throw new ApiError(403, 'Only a person can do this, not a program with a token.');
      const actor = { kind: 'user', id: user.id, label: user.email, isAdministrator, grants: [] } as const;
      return runtime.context({ organizationId: noOrganization, actor, requestId });
    },
  };
}

/** Guards what is for people who are signed in. Throws 401, or 403 while a given password has to be changed. */
export function requirePerson(visitor: Visitor): Visitor {
  if (visitor.kind === 'none') throw new ApiError(401, 'Sign in to see this.');
  if (visitor.user?.mustChangePassword) {
    throw new ApiError(403, 'Choose a new password first: the one you have was given to you.');
  }
  return visitor;
}

interface ShownCredentials {
  readonly headers: Headers;
  /** Somebody put them into the request on purpose, as no browser does by itself. */
  readonly isTold: boolean;
}

function credentialsOf(given: Headers, runtime: Runtime): ShownCredentials {
  const told = /^(?:Token|Bearer) +(\S+) *$/i.exec(given.get('authorization') ?? '')?.[1];
  if (told === undefined) return { headers: given, isTold: given.has('authorization') };
  const headers = new Headers(given);
  headers.delete('cookie');
  if (told.startsWith(sessionKeyPrefix)) {
    headers.delete('authorization');
    headers.set('cookie', `${sessionCookieName(runtime.config.publicUrl)}=${told.slice(sessionKeyPrefix.length)}`);
  } else {
    headers.set('authorization', `Bearer ${told}`);
  }
  return { headers, isTold: true };
}
