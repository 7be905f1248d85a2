import { readSessionCookie } from '#lib/platform/auth/session-cookie.ts';
import type { Context } from '#lib/platform/context.ts';
import type { UserId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';

/** The person and browser behind a request about their own account. */
export interface OwnAccount {
  readonly userId: UserId;
  readonly email: string;
  readonly sessionId: string | null;
  readonly requestId: string;
}

interface OwnRequest {
  readonly ctx: Context;
  readonly runtime: Runtime;
  readonly request: Request;
}

/** Accounts are changed by their people in a browser, never by programs: throws `permission_missing` for a token. */
export async function requireOwnAccount({ ctx, runtime, request }: OwnRequest): Promise<OwnAccount> {
  if (ctx.actor.kind !== 'user') {
    throw new Problem('permission_missing', { detail: 'Only a person who is signed in can do this, not a token.' });
  }
  const claims = await readSessionCookie(request.headers, runtime.config);
  const { id: userId, label: email } = ctx.actor;
  return { userId, email, sessionId: claims?.sessionId ?? null, requestId: ctx.requestId };
}
