import { hash } from 'node:crypto';
import { resolveActor, type Caller } from '#lib/accounts/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { Exchange } from './exchange.ts';

/** How long a checked token is believed, ms: a fleet that shares one token asks the database once in this time. */
const believedMs = 5000;
const mostRemembered = 5000;

/** Who holds the bearer token of a request (RFC 6750); only `intake.send` is ever asked of them. */
export class TokenGate {
  readonly #runtime: Runtime;
  readonly #known = new Map<string, { readonly caller: Caller; readonly until: number }>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Throws `sign_in_required` without a valid token, `rate_limited` for an address that keeps sending wrong ones. */
  async require(exchange: Exchange): Promise<Extract<Caller, { kind: 'token' }>> {
    const authorization = exchange.header('authorization');
    const caller = authorization === null ? null : await this.#resolve(exchange, authorization);
    if (caller?.kind === 'token') return caller;
    throw new Problem('sign_in_required', {
      detail:
        'This address takes uploads with an API token only: Authorization: Bearer <token>. The token sent is missing, unknown or expired.',
    });
  }

  async #resolve(exchange: Exchange, authorization: string): Promise<Caller> {
    const key = hash('sha256', authorization);
    const now = performance.now();
    const known = this.#known.get(key);
    if (known && known.until > now) return known.caller;
    const headers = new Headers({ authorization, 'x-cairn-remote-address': exchange.remoteAddress });
    const caller = await resolveActor(this.#runtime, { headers });
    if (this.#known.size >= mostRemembered) this.#known.clear();
    if (caller.kind === 'token') this.#known.set(key, { caller, until: now + believedMs });
    return caller;
  }
}
