import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a stand-in got it. */
export interface GotRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What it says; `cut` ends the line without a word, after the work was done. */
export type StandInAnswer = { readonly status: number; readonly json?: unknown } | 'cut';

/** Somebody else's HTTP service on loopback, that remembers what it was asked. */
export interface StandIn {
  /** Without a trailing slash. */
  readonly url: string;
  readonly got: GotRequest[];
  close(): Promise<void>;
}

/** Starts one that answers as it is told. */
export async function startStandIn(answer: (request: GotRequest) => StandInAnswer): Promise<StandIn> {
  const got: GotRequest[] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((parts: Buffer[]) => {
      const { method = '', url: path = '', headers } = request;
      const asked = { method, path, headers, body: Buffer.concat(parts).toString() };
      got.push(asked);
      const said = answer(asked);
      if (said === 'cut') request.socket.destroy();
      else response.writeHead(said.status).end(said.json === undefined ? '' : JSON.stringify(said.json));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    got,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  };
}
