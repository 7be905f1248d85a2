import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createAndroidPhone } from './android-phone.ts';
import { createBrowserExtension } from './browser-extension.ts';
import { pointsBetween } from './day.ts';
import { createIosPhone } from './ios-phone.ts';
import { createNetworkProxy } from './network-proxy.ts';
import { createParticipant } from './participant.ts';
import { typeOf } from './point.ts';
import { createRandom } from './random.ts';
import { createTransport } from './transport.ts';

interface Seen {
  readonly method: string | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
  readonly bytes: Buffer;
}

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that notes what comes and answers as told. */
async function listen(answer: (count: number) => { status: number; body: string }) {
  const seen: Seen[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (part: Buffer) => chunks.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      seen.push({ method: request.method, headers: request.headers, body: bytes.toString('utf8'), bytes });
      const { status, body } = answer(seen.length);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { seen, baseUrl: `http://127.0.0.1:${port}` };
}

const from = new Date('2026-11-18T00:00:00Z');
const to = new Date('2026-11-19T00:00:00Z');
const added = JSON.stringify({ message: 'ok', added: true });

describe('devices: a simulated life', () => {
  it('devices: the same range gives the same points, split or whole', () => {
    const person = createParticipant('seed', 'P-1', 'android');
    const noon = new Date('2026-11-18T12:00:00Z');
    const split = [...pointsBetween(person, from, noon), ...pointsBetween(person, noon, to)];
    expect(split).toEqual(pointsBetween(person, from, to));
  });

  it('devices: an Android day has the six commonest types, each within believable bounds', () => {
    const points = pointsBetween(createParticipant('seed', 'P-2', 'android'), from, to);
    expect([...new Set(points.map(typeOf))].sort()).toEqual([
      'pdk-app-event',
      'pdk-device-battery',
      'pdk-foreground-application',
      'pdk-location',
      'pdk-screen-state',
      'pdk-system-status',
    ]);
    const levels = points.flatMap((point) =>
      typeOf(point) === 'pdk-device-battery' ? [point['level'] as number] : [],
    );
    expect(Math.min(...levels)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...levels)).toBe(100);
    expect(points.length).toBeGreaterThan(400);
  });
});

describe('devices: what each client takes for success', () => {
  const person = createParticipant('seed', 'P-3', 'android');
  const points = pointsBetween(person, from, to).slice(0, 150);

  it('devices: Android sends CRLF Base64 multipart again until added is true', async () => {
    const { seen, baseUrl } = await listen((count) => ({
      status: 201,
      body: count === 1 ? '{"message":"ok"}' : added,
    }));
    const transport = createTransport({ baseUrl });
    const phone = createAndroidPhone({ identifier: 'P-3', transport, bundlePath: '/b', random: createRandom('x') });
    phone.record(points);
    expect(await phone.flush()).toEqual({ requests: 1, delivered: 0 });
    expect(await phone.flush()).toEqual({ requests: 1, delivered: 1 });
    expect(phone.pendingCount).toBe(0);
    const payload = /name="payload"\r\nContent-Length: \d+\r\n\r\n([\s\S]*?)\r\n--/.exec(seen[1]!.body)?.[1] ?? '';
    expect(payload.split('\r\n')[0]).toHaveLength(76);
    expect(JSON.parse(gunzipSync(Buffer.from(payload, 'base64')).toString())).toEqual(points);
    transport.close();
  });

  it('devices: iOS deletes on any answer, and keeps points when the connection fails', async () => {
    const { seen, baseUrl } = await listen(() => ({ status: 500, body: '<html>' }));
    const transport = createTransport({ baseUrl });
    const phone = createIosPhone({ identifier: 'P-3', transport, bundlePath: '/b' });
    phone.record(points.slice(0, 40));
    await phone.flush();
    expect([phone.pendingCount, seen.map(({ method }) => method)]).toEqual([0, []]);
    transport.close();
  });

  it('devices: a browser wants JSON as form, any 2xx as PUT; a proxy any 2xx', async () => {
    const { seen, baseUrl } = await listen(() => ({ status: 200, body: 'fine' }));
    const transport = createTransport({ baseUrl });
    const common = { identifier: 'B-1', transport, bundlePath: '/b' };
    const devices = [
      createBrowserExtension(common),
      createBrowserExtension({ ...common, token: 't' }),
      createNetworkProxy(common),
    ];
    for (const device of devices) {
      device.record(points.slice(0, 20));
      await device.flush();
    }
    expect(devices.map(({ pendingCount }) => pendingCount)).toEqual([20, 0, 0]);
    expect(seen[1]!.headers['authorization']).toBe('Bearer t');
    expect(JSON.parse(gunzipSync(seen[1]!.bytes).toString())).toHaveLength(20);
    transport.close();
  });

  it('devices: a cut connection is a failure, whenever it happens', async () => {
    const { baseUrl } = await listen(() => ({ status: 201, body: added }));
    const transport = createTransport({ baseUrl, cutShare: 1, random: createRandom('cuts') });
    const phone = createIosPhone({ identifier: 'P-3', transport, bundlePath: '/b' });
    phone.record(points);
    for (let round = 0; round < 4; round += 1) await phone.flush();
    expect(phone.pendingCount).toBe(points.length);
    transport.close();
  });

  it('devices: Android fills files of 256 points over many recordings, and sends them in random order', async () => {
    const { seen, baseUrl } = await listen(() => ({ status: 201, body: added }));
    const transport = createTransport({ baseUrl });
    const random = createRandom('order');
    const phone = createAndroidPhone({ identifier: 'P-3', transport, bundlePath: '/b', random, compression: 'none' });
    const many = Array.from({ length: 600 }, (_, number) => ({ ...points[0]!, number }));
    for (let start = 0; start < many.length; start += 40) phone.record(many.slice(start, start + 40));
    expect(phone.pendingCount).toBe(600);
    expect(await phone.flush()).toEqual({ requests: 3, delivered: 3 });
    const sent = seen.map(({ body }) => pointsIn(body));
    expect(sent.map(({ length }) => length).sort((a, b) => a - b)).toEqual([88, 256, 256]);
    expect(sent.map(([first]) => first!['number'])).not.toEqual([0, 256, 512]);
    transport.close();
  });

  it('devices: a file that is too large for the phone comes again in parts of 200, and nothing is left out', async () => {
    const { seen, baseUrl } = await listen((count) => ({ status: count === 1 ? 503 : 201, body: added }));
    const transport = createTransport({ baseUrl });
    const random = createRandom('memory');
    const options = { identifier: 'P-3', transport, bundlePath: '/b', random, compression: 'none' } as const;
    const phone = createAndroidPhone({ ...options, outOfMemoryShare: 1 });
    phone.record(Array.from({ length: 250 }, (_, number) => ({ ...points[0]!, number })));
    await phone.flush();
    expect(await phone.flush()).toEqual({ requests: 2, delivered: 2 });
    const parts = seen.slice(1).map(({ body }) => pointsIn(body));
    expect(parts.map(({ length }) => length).sort((a, b) => a - b)).toEqual([50, 200]);
    expect(new Set(parts.flat().map((point) => point['number'])).size).toBe(250);
    transport.close();
  });

  it('devices: an iPhone ends its round with the first connection that fails', async () => {
    const { baseUrl } = await listen(() => ({ status: 201, body: added }));
    const transport = createTransport({ baseUrl, cutShare: 1, random: createRandom('cuts') });
    const phone = createIosPhone({ identifier: 'P-3', transport, bundlePath: '/b' });
    phone.record(points);
    expect(await phone.flush()).toEqual({ requests: 1, delivered: 0 });
    transport.close();
  });

  it('devices: REX adds its own state to each bundle, and knows which of them arrived', async () => {
    const { seen, baseUrl } = await listen((count) => ({ status: count === 1 ? 503 : 201, body: added }));
    const transport = createTransport({ baseUrl });
    let made = 0;
    const makeStatus = (pending: number) => ({ ...points[0]!, report: (made += 1), pending });
    const extension = createBrowserExtension({
      identifier: 'B-1',
      transport,
      bundlePath: '/b',
      token: 't',
      makeStatus,
    });
    extension.record(points.slice(0, 100));
    expect(await extension.flush()).toEqual({ requests: 1, delivered: 0 });
    expect(await extension.flush()).toEqual({ requests: 2, delivered: 2 });
    const bundles = seen.map(({ bytes }) => JSON.parse(gunzipSync(bytes).toString()) as object[]);
    expect(bundles.map(({ length }) => length)).toEqual([65, 65, 37]);
    const { delivered, doubtful } = extension.beside;
    expect([doubtful, delivered].map((list) => list.map((point) => point['report']))).toEqual([[1], [2, 3]]);
    transport.close();
  });

  it('devices: REX stops at an answer that is no JSON until it is restarted; as PUT it does not', async () => {
    const { seen, baseUrl } = await listen((count) => ({ status: 503, body: count === 1 ? '<html>' : '{}' }));
    const transport = createTransport({ baseUrl });
    const extension = createBrowserExtension({ identifier: 'B-1', transport, bundlePath: '/b' });
    extension.record(points.slice(0, 10));
    await extension.flush();
    await extension.flush();
    expect(seen).toHaveLength(1);
    extension.restart();
    await extension.flush();
    await extension.flush();
    expect([seen.length, extension.pendingCount]).toEqual([3, 10]);
    transport.close();
  });
});

/** The points of a multipart body without compression. */
function pointsIn(body: string): Record<string, unknown>[] {
  const payload = /name="payload"\r\nContent-Length: \d+\r\n\r\n([\s\S]*?)\r\n--/.exec(body)?.[1] ?? '[]';
  return JSON.parse(payload) as Record<string, unknown>[];
}
