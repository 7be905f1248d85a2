import { resolveActor } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';

/** Largest body of a door for sensors. */
export const maxBodyBytes = 4 * 1024 * 1024;

/**
 * Finds out who sends: holders of an API token with `Authorization: Bearer …` or `Token …`, nobody else (managair.md 18,
 * defect 8: the replaced door asked nobody). Errors: `sign_in_required`, `rate_limited`.
 */
export async function openExchange(runtime: Runtime, request: Request): Promise<Context> {
  const headers = new Headers(request.headers);
  headers.delete('cookie');
  const told = /^(?:Token|Bearer) +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (told !== undefined) headers.set('authorization', `Bearer ${told}`);
  const caller = await resolveActor(runtime, { headers });
  if (caller.kind !== 'token') {
    throw new Problem('sign_in_required', {
      detail:
        'Send an API token that may send data: Authorization: Bearer <token>. The one sent is missing, unknown or expired.',
    });
  }
  const { actor, organizationId } = caller;
  return runtime.context({ organizationId, actor, requestId: requestIdOf(request.headers) });
}
