import type { Context as HonoContext } from 'hono';
import { resolveActor } from '#lib/accounts/index.ts';
import { sessionCookieName } from '#lib/platform/auth/session-cookie.ts';
import type { Context } from '#lib/platform/context.ts';
import { guardCsrf } from '#lib/platform/http/guard-csrf.ts';
import { readJson } from '#lib/platform/http/read-json.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { paramsOf, type Params } from './read-params.ts';

/** Largest JSON body: a phone that was away for a season sends what it made. */
const maxBodyBytes = 16 * 1024 * 1024;
/** What the tokens of `POST /api/token/` begin with. */
export const sessionTokenPrefix = 'cairn-session.';

/** A request of somebody who is known. */
export interface IasoCall {
  readonly runtime: Runtime;
  readonly ctx: Context;
  readonly query: URLSearchParams;
  /** The parameters of the address. */
  readonly params: Params;
  /** What stands in the address for an id; empty without one. */
  readonly id: string;
  /** The same as an integer. Errors: `not_found`. */
  readonly legacyId: () => number;
  readonly readBody: () => Promise<unknown>;
  readonly request: Request;
}

/**
 * Finds out who calls: by `Authorization: Token …` or `Bearer …` with one of our API tokens or a token of
 * `POST /api/token/`, else by the session cookie, which changes nothing without the header that our own pages send.
 * Errors: `sign_in_required`, `csrf_refused`, `permission_missing` (a password has to be changed first).
 */
export async function openCall(runtime: Runtime, c: HonoContext): Promise<IasoCall> {
  const request = c.req.raw;
  const { headers, isTold } = credentialsOf(request.headers, runtime);
  const query = new URL(request.url).searchParams;
  const caller = await resolveActor(runtime, { headers, organization: query.get('org') });
  if (caller.kind === 'none') throw new Problem('sign_in_required');
  if (caller.kind === 'session') {
    if (!isTold) guardCsrf(request);
    if (caller.user.mustChangePassword) {
      throw new Problem('permission_missing', {
        detail: 'Choose a new password first: the one you have was given to you.',
      });
    }
  }
  const { organizationId, actor } = caller;
  return {
    runtime,
    ctx: runtime.context({ organizationId, actor, requestId: requestIdOf(request.headers) }),
    query,
    params: paramsOf(query),
    id: c.req.param('id') ?? '',
    legacyId: () => integerOf(c.req.param('id') ?? ''),
    readBody: () => readJson(request, maxBodyBytes),
    request,
  };
}

interface ShownCredentials {
  readonly headers: Headers;
  /** Somebody put them into the request on purpose, as no browser does by itself. */
  readonly isTold: boolean;
}

function credentialsOf(given: Headers, runtime: Runtime): ShownCredentials {
  const told = /^(?:Token|Bearer|JWT) +(\S+) *$/i.exec(given.get('authorization') ?? '')?.[1];
  if (told === undefined) return { headers: given, isTold: false };
  const headers = new Headers(given);
  headers.delete('cookie');
  if (told.startsWith(sessionTokenPrefix)) {
    headers.delete('authorization');
    const name = sessionCookieName(runtime.config.publicUrl);
    headers.set('cookie', `${name}=${told.slice(sessionTokenPrefix.length)}`);
  } else {
    headers.set('authorization', `Bearer ${told}`);
  }
  return { headers, isTold: true };
}

function integerOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Problem('not_found');
}
