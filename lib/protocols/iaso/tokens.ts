import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import { sessionLifeS, signIn } from '#lib/accounts/index.ts';
import { encodeSessionCookie, readSessionCookie, sessionCookieName } from '#lib/platform/auth/session-cookie.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { readJson } from '#lib/platform/http/read-json.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { resolveActor } from '#lib/accounts/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { sessionTokenPrefix } from './exchange.ts';

const maxBodyBytes = 64 * 1024;
/** An access token is good for an hour; Iaso's for ten years. */
const accessLifeS = 60 * 60;

const signInSchema = z.object({
  username: z.string().max(320),
  password: z.string().max(1000),
  /** Six digits of the authenticator app, for people who have one. */
  code: z.string().max(40).optional(),
});
const refreshSchema = z.object({ refresh: z.string().max(5000) });

/**
 * `POST /api/token/`: e-mail address and password for two tokens. Both name a session that the person sees among theirs
 * and can end at any time; nothing is granted by the tokens themselves.
 * Errors: as signing in (`sign_in_failed`, `second_factor_required`, `account_locked`, `no_organization`, `rate_limited`).
 */
export async function issueTokens(runtime: Runtime, request: Request): Promise<Response> {
  const { username, password, code } = parseInput(signInSchema, await readJson(request, maxBodyBytes));
  const session = await signIn(runtime, {
    email: username.trim().toLowerCase(),
    password,
    ...(code === undefined ? {} : { code }),
    remoteAddress: remoteAddressOf(request.headers),
    userAgent: request.headers.get('user-agent') ?? 'API',
    requestId: requestIdOf(request.headers),
  });
  return answerJson({
    refresh: await tokenOf(runtime, session, sessionLifeS),
    access: await tokenOf(runtime, session, accessLifeS),
  });
}

/** `POST /api/token/refresh/`: another access token while the session lives. Errors: `sign_in_required`. */
export async function refreshToken(runtime: Runtime, request: Request): Promise<Response> {
  const { refresh } = parseInput(refreshSchema, await readJson(request, maxBodyBytes));
  const { config } = runtime;
  const cookie = `${sessionCookieName(config.publicUrl)}=${refresh.slice(sessionTokenPrefix.length)}`;
  const headers = new Headers({ cookie });
  const claims = refresh.startsWith(sessionTokenPrefix) ? await readSessionCookie(headers, config) : null;
  const caller = claims ? await resolveActor(runtime, { headers }) : null;
  if (!claims || caller?.kind !== 'session') throw new Problem('sign_in_required');
  return answerJson({ access: await tokenOf(runtime, claims, accessLifeS) });
}

async function tokenOf(
  { config }: Runtime,
  session: { readonly userId: string; readonly sessionId: string },
  lifeS: number,
): Promise<string> {
  return `${sessionTokenPrefix}${await encodeSessionCookie(session, config, lifeS)}`;
}
