import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for a DHIS2 that lets one person in, and tells what was asked of it. */
export interface Dhis2Server {
  /** Where its pages begin, without a slash at the end. */
  readonly url: string;
  /** Method and path of every request, in order. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** Starts it on loopback: `/hmis/api/system/info` answers as DHIS2 2.41 does, `/wiki/…` as another web server. */
export async function startDhis2Server({ login, password }: { readonly login: string; readonly password: string }) {
  const asked: string[] = [];
  const wanted = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const isDhis2 = request.url === '/hmis/api/system/info';
    const status = !isDhis2 ? 200 : request.headers.authorization === wanted ? 200 : 401;
    const body = isDhis2 ? JSON.stringify({ version: '2.41.3', revision: 'abc' }) : '<h1>A wiki</h1>';
    response.writeHead(status, { 'content-type': isDhis2 ? 'application/json' : 'text/html' }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hmis`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url, asked, stop } satisfies Dhis2Server;
}
