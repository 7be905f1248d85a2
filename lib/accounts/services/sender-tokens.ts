import { hash } from 'node:crypto';
import { credentialHeaders } from '#lib/platform/auth/read-credentials.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { Caller } from '../domain/caller.ts';
import { resolveActor } from './resolve-actor.ts';

/** How long a checked token is believed, ms: a fleet that shares one token asks the database once in this time. */
const believedMs = 5000;
const mostRemembered = 5000;

export type TokenCaller = Extract<Caller, { kind: 'token' }>;

/** What a sender shows. */
export interface SenderCredentials {
  /** `Bearer <token>` (RFC 6750); null: nothing was sent. */
  readonly authorization: string | null;
  readonly remoteAddress: string;
}

/** Who holds the tokens that come with data, remembered by one process; a token that ends is believed for seconds yet. */
export class SenderTokens {
  readonly #runtime: Runtime;
  readonly #known = new Map<string, { readonly caller: TokenCaller; readonly until: number }>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Null: the token is missing, unknown or expired. Throws `rate_limited` for an address that keeps sending wrong ones. */
  async find({ authorization, remoteAddress }: SenderCredentials): Promise<TokenCaller | null> {
    if (authorization === null) return null;
    const key = hash('sha256', authorization);
    const now = performance.now();
    const known = this.#known.get(key);
    if (known && known.until > now) return known.caller;
    const caller = await resolveActor(this.#runtime, { headers: credentialHeaders(authorization, remoteAddress) });
    if (caller.kind !== 'token') return null;
    if (this.#known.size >= mostRemembered) this.#known.clear();
    this.#known.set(key, { caller, until: now + believedMs });
    return caller;
  }
}
