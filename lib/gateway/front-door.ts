import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Runtime } from '#lib/platform/runtime.ts';
import { acceptCreate, restoreMethod } from './accept-create.ts';
import { setBareHeaders } from './bare-headers.ts';
import { identifyRequest } from './identify-request.ts';
import { answerPlainly, createMounts, type Mount, type RequestHandler } from './mounts.ts';
import { openPages } from './pages.ts';
import { restoreLength } from './restore-length.ts';

/** Times and numbers that keep slow or many connections from wearing the server out; milliseconds. */
const defaultLimits = {
  /** All headers of a request must be there by then. */
  headersMs: 30_000,
  /** A whole request: 64 MB over a poor line take a while. */
  requestMs: 15 * 60_000,
  /** A connection on which nothing moves. */
  idleMs: 2 * 60_000,
  /** Longer than the minute most load balancers keep a connection. */
  keepAliveMs: 65_000,
  connections: 10_000,
  /** What running requests get when the server closes. */
  closingMs: 10_000,
  /** How often the first two are looked at. */
  checkEveryMs: 5000,
};

export type FrontDoorLimits = Readonly<typeof defaultLimits>;

export interface FrontDoorOptions {
  readonly runtime: Runtime;
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** Serve the pages too; they must be built. */
  readonly next?: boolean;
  readonly limits?: Partial<FrontDoorLimits>;
}

export interface FrontDoor {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** Takes no more connections, lets running requests finish, then ends the rest. */
  close(): Promise<void>;
}

/**
 * The HTTP server in front of everything: it serves the protocols of devices itself, CREATE included, and hands what
 * is left to Next, or answers 404 when there are no pages here.
 */
export async function startFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { runtime, port, host, next = false } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const pages = next ? await openPages({ host, port }) : null;
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkEveryMs,
  });
  server.timeout = limits.idleMs;
  server.maxConnections = limits.connections;
  acceptCreate(server);
  const running = new RunningAnswers();
  const mounts = createMounts(runtime);
  const handle = createHandler(runtime, { mounts, pages: pages?.handle ?? null });
  server.on('request', (request, response) => {
    running.add(response);
    void handle(request, response);
  });
  await listen(server, port, host);
  return {
    url: urlOf(server),
    async close() {
      await closeServer(server, running, limits.closingMs);
      for (const { close } of mounts) await close?.();
      await pages?.close();
    },
  };
}

interface Behind {
  readonly mounts: readonly Mount[];
  /** Null: none are served here. */
  readonly pages: RequestHandler | null;
}

function createHandler(runtime: Runtime, { mounts, pages }: Behind): RequestHandler {
  const { trustedProxies, publicUrl } = runtime.config;
  const isHttps = publicUrl.startsWith('https:');
  return async (request, response) => {
    restoreMethod(request);
    identifyRequest(request, response, trustedProxies);
    const path = pathOf(request);
    const handler = mounts.find(({ matches }) => matches(path))?.handle;
    try {
      if (handler) setBareHeaders(response, isHttps);
      if (handler) await handler(request, response);
      else if (request.method === 'CREATE') request.socket.destroy();
      else if (pages) {
        restoreLength(response);
        await pages(request, response);
      } else answerPlainly(response, 404, 'There is nothing at this address.');
    } catch (error) {
      runtime.log.error({ err: error, requestId: request.headers['x-request-id'] }, 'a request failed');
      if (response.headersSent || request.method === 'CREATE') request.socket.destroy();
      else answerPlainly(response, 500, 'Something went wrong on our side. The request id finds it in the log.');
    }
  };
}

/** The path of a request; a proxy may send the whole address (RFC 9112, section 3.2.2). */
function pathOf({ url = '/' }: IncomingMessage): string {
  if (!url.startsWith('/')) return URL.canParse(url) ? new URL(url).pathname : url;
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  const any = address === '0.0.0.0' || address === '::';
  const name = family === 'IPv6' ? `[${address}]` : address;
  return `http://${any ? 'localhost' : name}:${port}`;
}

/** Answers that are not finished, so that closing can ask their connections to end with them. */
class RunningAnswers {
  readonly #answers = new Set<ServerResponse>();
  #isClosing = false;

  add(response: ServerResponse): void {
    this.#answers.add(response);
    response.once('close', () => this.#answers.delete(response));
    if (this.#isClosing) response.setHeader('connection', 'close');
  }

  closeWithAnswers(): void {
    this.#isClosing = true;
    for (const response of this.#answers) if (!response.headersSent) response.setHeader('connection', 'close');
  }

  /** Requests that CREATE brought stand on streams of their own, which the server does not know. */
  endAll(): void {
    for (const response of this.#answers) response.req.socket.destroy();
  }
}

async function closeServer(server: Server, running: RunningAnswers, closingMs: number): Promise<void> {
  running.closeWithAnswers();
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const force = setTimeout(() => {
    running.endAll();
    server.closeAllConnections();
  }, closingMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(force);
}
