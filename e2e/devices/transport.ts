import { request as startRequest, Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Random } from './random.ts';

/** One HTTP request as a client library builds it. `method` may be CREATE. */
export interface DeviceRequest {
  readonly method: 'POST' | 'PUT' | 'CREATE' | 'GET';
  /** Below the server's address, as "/data/add-bundle.json". */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface DeviceAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends a request; rejects when the connection fails, resolves on any HTTP answer. */
export type Transport = (request: DeviceRequest) => Promise<DeviceAnswer>;

export interface TransportOptions {
  /** As "http://127.0.0.1:3000". */
  readonly baseUrl: string;
  /** Share of requests whose connection is cut at some moment; default 0. */
  readonly cutShare?: number;
  readonly random?: Random;
  /** Connections to the server at most; default 4. */
  readonly maxConnections?: number;
}

/** Moments at which a phone loses its network: each leaves the server knowing something else. */
type Cut = 'while-sending' | 'before-the-answer' | 'within-the-answer';

const answerTimeoutMs = 180_000;

/** Real sockets to a real server, kept alive as phones do; cuts some of them when asked. */
export function createTransport(options: TransportOptions): Transport & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: options.maxConnections ?? 4 });
  const send: Transport = (request) => {
    const { cutShare = 0, random } = options;
    const cut = random?.chance(cutShare)
      ? random.pick<Cut>(['while-sending', 'before-the-answer', 'within-the-answer'])
      : undefined;
    return exchange({ agent, url: new URL(request.path, options.baseUrl), request, cut });
  };
  return Object.assign(send, { close: () => agent.destroy() });
}

interface Exchange {
  readonly agent: Agent;
  readonly url: URL;
  readonly request: DeviceRequest;
  readonly cut: Cut | undefined;
}

function exchange({ agent, url, request, cut }: Exchange): Promise<DeviceAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { ...request.headers, 'content-length': String(request.body.length) };
    const outgoing = startRequest(url, { agent, method: request.method, headers, timeout: answerTimeoutMs });
    const drop = () => outgoing.destroy(new Error(`connection cut ${cut ?? 'by a timeout'}`));
    outgoing.on('error', reject);
    outgoing.on('timeout', drop);
    outgoing.on('response', (response) => {
      if (cut === 'within-the-answer') drop();
      else readAnswer(response).then(resolve, reject);
    });
    writeBody(outgoing, { body: request.body, cut, drop });
  });
}

function writeBody(
  outgoing: ClientRequest,
  { body, cut, drop }: { readonly body: Buffer; readonly cut: Cut | undefined; readonly drop: () => void },
): void {
  if (cut === 'while-sending') outgoing.write(body.subarray(0, Math.floor(body.length * 0.6)), drop);
  else if (cut === 'before-the-answer') outgoing.end(body, drop);
  else outgoing.end(body);
}

async function readAnswer(response: IncomingMessage): Promise<DeviceAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}
