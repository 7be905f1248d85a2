import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { Context as HonoContext } from 'hono';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { remoteAddressHeader } from '#lib/platform/http/remote-address.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { commonHeaders } from './common-headers.ts';

/** What Hono hands over: the Node pair behind the front door, nothing behind a route file. */
export interface PdkBindings {
  readonly incoming?: IncomingMessage;
  readonly outgoing?: ServerResponse;
}

export type PdkContext = HonoContext<{ Bindings: PdkBindings }>;

/** An answer in this dialect: always JSON, even when it says no. */
export interface Answer {
  readonly status: number;
  /** Turned into JSON: on one line, or with two spaces for what came as CREATE. */
  readonly body: unknown;
  /** JSON text that goes out as it is, instead of `body`: parsing would round numbers. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isIndented?: boolean;
  /** HEAD and OPTIONS: nothing but the headers. */
  readonly isEmpty?: boolean;
}

/** How long the rest of a refused body is read and thrown away, so that its sender gets to read the answer, ms. */
const lingerMs = 20_000;

/** One request and its answer, with Node's own objects where they exist: they cost a third of the web's. */
export class Exchange {
  readonly method: string;
  readonly requestId: string;
  readonly remoteAddress: string;
  readonly #c: PdkContext;
  readonly #incoming: IncomingMessage | undefined;
  readonly #outgoing: ServerResponse | undefined;

  constructor(c: PdkContext) {
    const { incoming, outgoing } = (c.env as PdkBindings | undefined) ?? {};
    this.#c = c;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.method = incoming?.method ?? c.req.method;
    this.requestId = this.header('x-request-id') ?? requestIdOf(c.req.raw.headers);
    this.remoteAddress = this.header(remoteAddressHeader) ?? 'unknown';
  }

  /** True for the devices that delete their data on any answer whatsoever (PDK section 1.9). */
  get isCreate(): boolean {
    return this.method === 'CREATE';
  }

  header(name: string): string | null {
    const value = this.#incoming ? this.#incoming.headers[name] : this.#c.req.header(name);
    return (Array.isArray(value) ? value[0] : value) ?? null;
  }

  get query(): URLSearchParams {
    return new URL(this.#c.req.url).searchParams;
  }

  /** Bytes of the body as the client announced them; null when it did not. */
  get declaredBytes(): number | null {
    const declared = this.header('content-length');
    return declared !== null && /^\d{1,15}$/.test(declared) ? Number(declared) : null;
  }

  /** The body as it comes. */
  get stream(): Readable {
    if (this.#incoming) return this.#incoming;
    const { body } = this.#c.req.raw;
    return body ? Readable.fromWeb(body as WebStream<Uint8Array>) : Readable.from([]);
  }

  get headers(): Headers {
    return this.#c.req.raw.headers;
  }

  /** Sends an answer; what of the body nobody read is thrown away. */
  answer(answer: Answer): Response {
    const { status, headers, isEmpty = false } = answer;
    const text = isEmpty ? '' : (answer.text ?? toText(answer));
    const all = {
      ...commonHeaders,
      'content-type': isEmpty ? 'text/plain' : 'application/json',
      'x-request-id': this.requestId,
      ...headers,
    };
    const outgoing = this.#outgoing;
    if (!outgoing || !this.#incoming) return new Response(text, { status, headers: all });
    if (!this.#incoming.complete) this.#linger(this.#incoming);
    outgoing.writeHead(status, { ...all, 'content-length': Buffer.byteLength(text) });
    outgoing.end(this.method === 'HEAD' ? undefined : text);
    return RESPONSE_ALREADY_SENT;
  }

  /**
   * Ends the connection without an answer: the only failure that iOS takes for one. Behind a route file there is no
   * connection to end; CREATE never comes that way.
   */
  drop(): Response {
    this.#incoming?.socket.destroy();
    return this.#incoming ? RESPONSE_ALREADY_SENT : new Response(null, { status: 503 });
  }

  /** Closing on a client that still sends resets its connection, and the answer may be lost on its way. */
  #linger(incoming: IncomingMessage): void {
    const timer = setTimeout(() => incoming.socket.destroy(), lingerMs);
    const stop = () => clearTimeout(timer);
    incoming.once('error', stop).once('end', stop).once('close', stop).resume();
  }
}

function toText({ body, isIndented = false }: Answer): string {
  return isIndented ? JSON.stringify(body, null, 2) : onOneLine(body);
}

/** An object as the old server wrote it on POST, byte for byte: a space behind each colon and comma (PDK section 1.3). */
function onOneLine(body: unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return JSON.stringify(body);
  const members = Object.entries(body)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{${members.join(', ')}}`;
}
