import { actorOfPassword, resolveActor } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';

/** Largest body of a request. */
export const maxBodyBytes = 8 * 1024 * 1024;

/**
 * Finds out who asks: an API token (`Authorization: Bearer …`), or a person's name and password (`Basic …`). A session of
 * the pages does not count: other sites' pages could use it. Errors: `sign_in_required`, those of a sign-in, `rate_limited`.
 */
export async function openExchange(runtime: Runtime, request: Request): Promise<Context> {
  const requestId = requestIdOf(request.headers);
  const basic = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (basic !== undefined) {
    const told = Buffer.from(basic, 'base64').toString();
    const at = told.indexOf(':');
    if (at < 1) throw new Problem('sign_in_failed');
    const shown = { email: told.slice(0, at).trim(), password: told.slice(at + 1) };
    const person = await actorOfPassword(runtime, { ...shown, remoteAddress: remoteAddressOf(request.headers) });
    return runtime.context({ ...person, requestId });
  }
  const headers = new Headers(request.headers);
  headers.delete('cookie');
  const caller = await resolveActor(runtime, { headers });
  if (caller.kind !== 'token') throw new Problem('sign_in_required');
  return runtime.context({ organizationId: caller.organizationId, actor: caller.actor, requestId });
}
