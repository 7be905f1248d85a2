import { SenderTokens } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { IntakeLimit } from '#lib/platform/limits/intake-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';

/** Largest body of a door for sensors. */
export const maxBodyBytes = 4 * 1024 * 1024;

/** Lets senders of sensors' data in. One per process: it remembers their tokens, and counts what each address sends. */
export class SensorGate {
  readonly #runtime: Runtime;
  readonly #tokens: SenderTokens;
  readonly #limit: IntakeLimit;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#tokens = new SenderTokens(runtime);
    this.#limit = new IntakeLimit(runtime.config.intakePerMinute);
  }

  /**
   * Finds out who sends: holders of an API token with `Authorization: Bearer …` or `Token …`, nobody else (managair.md 18,
   * defect 8: the replaced door asked nobody). A network that passes on thousands of nodes has one token and one address: it
   * may send as much as a device door takes. Errors: `sign_in_required`, `rate_limited`.
   */
  async open(request: Request): Promise<Context> {
    const remoteAddress = remoteAddressOf(request.headers);
    const waitS = this.#limit.take(remoteAddress);
    if (waitS !== null) throw new Problem('rate_limited', { fields: { retryAfterSeconds: String(waitS) } });
    const told = /^(?:Token|Bearer) +(\S+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    const authorization = told === undefined ? null : `Bearer ${told}`;
    const caller = await this.#tokens.find({ authorization, remoteAddress });
    if (!caller) {
      throw new Problem('sign_in_required', {
        detail:
          'Send an API token that may send data: Authorization: Bearer <token>. The one sent is missing, unknown or expired.',
      });
    }
    const { actor, organizationId } = caller;
    return this.#runtime.context({ organizationId, actor, requestId: requestIdOf(request.headers) });
  }
}
