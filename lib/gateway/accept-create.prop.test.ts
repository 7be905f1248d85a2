import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptCreate, restoreMethod } from './accept-create.ts';

let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    restoreMethod(request);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = [
        request.method,
        request.url,
        request.headers['x-cairn-create'],
        Buffer.concat(chunks).toString('latin1'),
      ];
      response.end(`<${JSON.stringify(seen)}>`);
    });
  });
  acceptCreate(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

interface Sent {
  readonly method: 'CREATE' | 'POST' | 'GET';
  readonly path: string;
  readonly body: string;
  readonly isChunked: boolean;
}

const requestArbitrary: fc.Arbitrary<Sent> = fc.record({
  method: fc.constantFrom('CREATE', 'POST', 'GET'),
  path: fc.stringMatching(/^\/[a-z]{0,8}$/),
  // Bodies that look like requests must not fool anybody.
  body: fc.oneof(fc.stringMatching(/^[a-zA-Z ]{0,40}$/), fc.constantFrom('CREATE / HTTP/1.1\r\n\r\n', 'CREATE ', 'C')),
  isChunked: fc.boolean(),
});

function toBytes({ method, path, body, isChunked }: Sent): string {
  const line = `${method} ${path} HTTP/1.1\r\nHost: x\r\n`;
  if (method === 'GET') return `${line}\r\n`;
  if (!isChunked) return `${line}Content-Length: ${body.length}\r\n\r\n${body}`;
  const chunk = body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`;
  return `${line}Transfer-Encoding: chunked\r\n\r\n${chunk}0\r\n\r\n`;
}

/** Cuts a text at the given places, in any order and number. */
function split(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...places]
    .map((from, index) => text.slice(from, places[index] ?? text.length))
    .filter((part) => part !== '');
}

function exchange(packets: readonly string[], answers: number): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', noDelay: true });
    let received = '';
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed after ${received}`)));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const seen = [...received.matchAll(/<(\[[^]*?\])>/g)].map((match) => JSON.parse(match[1] ?? '') as unknown);
      if (seen.length < answers) return;
      socket.removeAllListeners('close').destroy();
      resolve(seen);
    });
    void (async () => {
      for (const packet of packets) {
        await new Promise((done) => socket.write(packet, 'latin1', done));
        await new Promise((done) => setImmediate(done));
      }
    })();
  });
}

describe('pdk-01 any mixture of requests on one connection, cut anywhere', () => {
  it('is seen by the server as it was sent, in its order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(requestArbitrary, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(600), { maxLength: 12 }),
        async (requests, cuts) => {
          const packets = split(requests.map(toBytes).join(''), cuts);
          const seen = await exchange(packets, requests.length);
          expect(seen).toEqual(
            requests.map(({ method, path, body }) => [method, path, null, method === 'GET' ? '' : body]),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
