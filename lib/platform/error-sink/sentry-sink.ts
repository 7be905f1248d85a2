import { setTimeout as pause } from 'node:timers/promises';
import type { SentryTarget } from './sentry-dsn.ts';
import { toSentryEvent, type EventOrigin, type FailureLine } from './sentry-event.ts';

/** Takes failures that the log tells; never waits and never throws. */
export interface ErrorSink {
  capture(line: FailureLine): void;
  /** Sends what waits for a moment longer, and takes nothing more. */
  close(): Promise<void>;
}

/** Failures that wait to be sent; more are let go. */
const mostWaiting = 100;
const usualLimits = { timeoutMs: 5_000, restMs: 60_000, closeMs: 2_000 };

export interface SentrySinkOptions extends EventOrigin {
  readonly target: SentryTarget;
  /** Told once when the service begins not to answer, and once with how many failures were let go when it does again. */
  readonly onTrouble: (trouble: { readonly isReached: boolean; readonly letGo: number }) => void;
  /** Milliseconds: how long one call may take, how long a service that fails is left alone, how long closing waits. */
  readonly limits?: typeof usualLimits;
}

/**
 * Sends failures to a Sentry-compatible service, one after the other, as envelopes. What does not get through is let go: the
 * log has it. While the service does not answer, or asks for patience (429, `Retry-After`), it is left alone and nothing is
 * kept beyond the queue, so that a dead one costs neither time nor memory.
 */
export function createSentrySink(options: SentrySinkOptions): ErrorSink {
  return new SentrySink(options);
}

class SentrySink implements ErrorSink {
  readonly #options: SentrySinkOptions;
  readonly #limits: typeof usualLimits;
  readonly #waiting: object[] = [];
  readonly #end = new AbortController();
  #sending: Promise<void> | null = null;
  #restsUntilMs = 0;
  #letGo = 0;
  #isReached = true;
  #isClosed = false;

  constructor(options: SentrySinkOptions) {
    this.#options = options;
    this.#limits = options.limits ?? usualLimits;
  }

  capture(line: FailureLine): void {
    if (this.#isClosed) return;
    if (this.#waiting.length >= mostWaiting || Date.now() < this.#restsUntilMs) {
      this.#letGo += 1;
      return;
    }
    this.#waiting.push(toSentryEvent(line, this.#options, new Date()));
    this.#sending ??= this.#sendAll();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (!this.#sending) return;
    await Promise.race([this.#sending, pause(this.#limits.closeMs, undefined, { ref: false })]);
    this.#end.abort();
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    // The line that is captured is written first: sending begins when whoever wrote it has gone on.
    await Promise.resolve();
    for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) {
      const restMs = await this.#send(event);
      if (restMs !== null) this.#rest(restMs);
      else this.#tellReached();
    }
    this.#sending = null;
  }

  /** Leaves the service alone for a while; what waits is let go. */
  #rest(restMs: number): void {
    this.#restsUntilMs = Date.now() + restMs;
    this.#letGo += this.#waiting.length + 1;
    this.#waiting.length = 0;
    if (this.#isReached && !this.#isClosed) this.#options.onTrouble({ isReached: false, letGo: this.#letGo });
    this.#isReached = false;
  }

  #tellReached(): void {
    if (!this.#isReached) this.#options.onTrouble({ isReached: true, letGo: this.#letGo });
    this.#isReached = true;
    this.#letGo = 0;
  }

  /** Null: it arrived, or will never (another refusal than for patience). Else how long to leave the service alone. */
  async #send(event: object): Promise<number | null> {
    const { target } = this.#options;
    const { timeoutMs, restMs } = this.#limits;
    try {
      const response = await fetch(target.envelopeUrl, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.any([this.#end.signal, AbortSignal.timeout(timeoutMs)]),
        headers: {
          'content-type': 'application/x-sentry-envelope',
          'x-sentry-auth': `Sentry sentry_version=7, sentry_client=cairn/1, sentry_key=${target.publicKey}`,
        },
        body: writeEnvelope(event),
      });
      await response.body?.cancel();
      if (response.status === 429) return retryAfterMs(response.headers) ?? restMs;
      return response.status >= 500 ? restMs : null;
    } catch {
      // Whatever it is (no connection, no answer in time, a redirection): the log has the failure, this is a copy of it.
      return restMs;
    }
  }
}

function retryAfterMs(headers: Headers): number | null {
  const seconds = headers.get('retry-after');
  return seconds !== null && /^\d{1,5}$/.test(seconds) ? Number(seconds) * 1000 : null;
}

/** An envelope with one event: a line for the envelope, one for the item, and the item. Documentation of Sentry, "Envelopes". */
function writeEnvelope(event: object): string {
  const payload = JSON.stringify(event);
  const id = 'event_id' in event ? event.event_id : undefined;
  const head = { event_id: id, sent_at: new Date().toISOString() };
  const item = { type: 'event', content_type: 'application/json', length: Buffer.byteLength(payload) };
  return `${JSON.stringify(head)}\n${JSON.stringify(item)}\n${payload}\n`;
}
